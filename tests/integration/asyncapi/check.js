// What AsyncAPI's own parser, with its parser of Avro, finds in a document: a line of JSON for each finding.
const fs = require('fs');
const { Parser } = require('@asyncapi/parser');
const { AvroSchemaParser } = require('@asyncapi/avro-schema-parser');

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
parser.parse(fs.readFileSync(process.argv[2], 'utf8')).then(({ document, diagnostics }) => {
  for (const { severity, code, message, path } of diagnostics) {
    console.log(JSON.stringify({ severity, code, message, path: path.join('.') }));
  }
  console.log(JSON.stringify({ messages: document ? document.allMessages().all().map((one) => one.id()) : null }));
});
