"""The log: an `eventsourcing` application, its Avro mapper, its recorders, and the intake of outside lines."""
