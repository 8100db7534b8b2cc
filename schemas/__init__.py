"""The contract with the outside: one Avro schema per event type, every version ever published."""
