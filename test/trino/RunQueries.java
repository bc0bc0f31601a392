// Parses and runs statements with Trino: `java -cp <jars> RunQueries.java <folder>`. For each <name>.sql of the folder it writes
// <name>.json: {"rows": [[...]]} with texts, whole numbers and null as they are, or {"error": "..."}.
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.Session;
import io.trino.spi.type.TimeZoneKey;
import io.trino.sql.parser.ParsingOptions;
import io.trino.sql.parser.ParsingOptions.DecimalLiteralTreatment;
import io.trino.sql.parser.SqlParser;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

public class RunQueries {
    public static void main(String[] arguments) throws Exception {
        List<Path> statements;
        try (var files = Files.list(Path.of(arguments[0]))) {
            statements = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        }
        Session session = TestingSession.testSessionBuilder().setTimeZoneKey(TimeZoneKey.UTC_KEY).build();
        try (LocalQueryRunner runner = LocalQueryRunner.create(session)) {
            for (Path statement : statements) {
                Path result = Path.of(statement.toString().replaceAll("sql$", "json"));
                Files.writeString(result, new ObjectMapper().writeValueAsString(answer(runner, Files.readString(statement))));
            }
        }
        // The engine's threads would keep the process.
        System.exit(0);
    }

    private static Map<String, ?> answer(LocalQueryRunner runner, String sql) {
        try {
            new SqlParser().createStatement(sql, new ParsingOptions(DecimalLiteralTreatment.AS_DECIMAL));
        } catch (RuntimeException error) {
            return Map.of("error", "grammar: " + error.getMessage());
        }
        try {
            return Map.of("rows", runner.execute(sql).getMaterializedRows().stream().map(MaterializedRow::getFields).toList());
        } catch (RuntimeException error) {
            return Map.of("error", String.valueOf(error.getMessage()));
        }
    }
}
