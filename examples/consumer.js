// Read every event of the ledger: node consumer.js BROKERS SCHEMAS, where `saksi schemas export SCHEMAS` has written the schemas.
const fs = require('fs');
const { Kafka, logLevel } = require('kafkajs');
const avro = require('avsc');

const [brokers, folder] = process.argv.slice(2);
const types = {}; // by fingerprint: all versions that ever were, so that old events are read too
for (const line of fs.readFileSync(`${folder}/published.lock`, 'utf8').trim().split('\n')) {
  const [, fingerprint, file] = line.split(/\s+/);
  types[fingerprint] = avro.Type.forSchema(JSON.parse(fs.readFileSync(`${folder}/${file}`, 'utf8')));
}
const kafka = new Kafka({ clientId: 'payroll', brokers: brokers.split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: 'payroll-node', readUncommitted: false });
const eachMessage = async ({ message: { headers, value } }) => {
  const event = types[value.toString('hex', 2, 10)].fromBuffer(value.subarray(10)); // C3 01, fingerprint, body
  console.log(JSON.stringify({ sequence: Number(headers.ce_sequence), type: String(headers.ce_type), event }));
};
consumer.connect()
  .then(() => consumer.subscribe({ topic: 'saksi.events', fromBeginning: true }))
  .then(() => consumer.run({ eachMessage }));
