import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;

/** What Apache Avro says of pairs of schemas: a list of {"reader", "writer"} on standard input, a line of JSON for each. */
class Verdicts {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    for (JsonNode pair : JSON.readTree(System.in)) {
      Schema reader = new Schema.Parser().parse(pair.get("reader").toString());
      Schema writer = new Schema.Parser().parse(pair.get("writer").toString());
      ObjectNode line = JSON.createObjectNode();
      line.put("compatible", compatible(reader, writer));
      line.put("unread", unread(reader, writer));
      System.out.println(line);
    }
  }

  private static boolean compatible(Schema reader, Schema writer) {
    try {
      return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
          == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
    } catch (AvroRuntimeException refused) {
      return false;
    }
  }

  /** Why one of fifty random values of the writer's cannot be read; empty if all can. */
  private static String unread(Schema reader, Schema writer) {
    if (writer.isUnion() && writer.getTypes().isEmpty()) {
      return "";
    }
    try {
      for (Object datum : new RandomData(writer, 50, 1L)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<Object>(writer).write(datum, encoder);
        var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        new GenericDatumReader<Object>(writer, reader).read(null, decoder);
      }
      return "";
    } catch (Exception | StackOverflowError problem) {
      return String.valueOf(problem);
    }
  }
}
