// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ossv4 crc64}. */
@ExtendWith(HomeDirectory.class)
class Crc64CommandTest {
    /** The check value of CRC-64/XZ, in the catalogue of parametrised CRC algorithms. */
    private static final String OF_DIGITS = "11051210869376104954";

    private final Path home = HomeDirectory.PATH;

    private Cli cli;

    @BeforeEach
    void write() throws Exception {
        cli = Cli.withoutSettings();
        Files.writeString(home.resolve("digits"), "123456789");
        Files.writeString(home.resolve("empty"), "");
    }

    @Test
    void printsLineForEachFile() throws Exception {
        CliResult result = cli.run("crc64", "digits", "empty").expect(0);

        assertEquals(OF_DIGITS + "  digits\n0  empty\n", result.out());
        assertEquals("", result.err());
    }

    @Test
    void readsStandardInput() throws Exception {
        assertEquals(
                OF_DIGITS + "  -\n",
                cli.withInput("123456789").run("crc64", "-").expect(0).out());
    }

    @Test
    void printsJson() throws Exception {
        JsonNode object = cli.run("crc64", "--json", "digits").expect(0).json().get(0);

        assertEquals("digits", object.get("file").textValue());
        assertEquals(OF_DIGITS, object.get("crc64").textValue());
    }

    /** With several threads and with one the CRC64 is the same. */
    @Test
    void computesLargeFileOnAllCores() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(42).nextBytes(bytes);
        Files.write(home.resolve("large"), bytes);

        String parallel = cli.run("crc64", "large").expect(0).out();
        String stream = cli.withInput(bytes).run("crc64", "-").expect(0).out();

        assertEquals(stream.replace("  -", "  large"), parallel);
    }

    @Test
    void keepsOrderOfManyFiles() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("crc64"));
        for (int i = 0; i < 200; i++) {
            Files.write(home.resolve("f" + i), new byte[i * 1000]);
            arguments.add("f" + i);
        }

        List<String> names = cli.run(arguments.toArray(new String[0])).expect(0).lines().stream()
                .map(line -> line.substring(line.indexOf("  ") + 2))
                .toList();

        assertEquals(arguments.subList(1, arguments.size()), names);
    }

    @Test
    void namesMissingFileAndContinues() throws Exception {
        CliResult result = cli.run("crc64", "missing", "digits").expect(2);

        assertEquals(OF_DIGITS + "  digits\n", result.out());
        assertEquals("ossv4: missing: no such file or directory\n", result.err());
    }

    @Test
    void refusesDirectory() throws Exception {
        assertEquals(
                "ossv4: .: is a directory\n", cli.run("crc64", ".").expect(2).err());
    }

    @Test
    void acceptsOwnListWithStrangeNames() throws Exception {
        Files.writeString(home.resolve("a\nb\\c"), "x");
        Files.writeString(home.resolve("中 文"), "y");
        String list = cli.run("crc64", "digits", "a\nb\\c", "中 文").expect(0).out();
        assertEquals(3, list.lines().count());
        Files.writeString(home.resolve("list"), list);

        CliResult result = cli.run("crc64", "--check", "list").expect(0);

        assertEquals("digits: OK\na\\u000ab\\c: OK\n中 文: OK\n", result.out());
    }

    /** Otherwise the name of a file could control the terminal. */
    @Test
    void escapesNamesInLists() throws Exception {
        String name = "\u001b[31m\\u001b\u202e\u009b";
        Files.writeString(home.resolve(name), "x");

        String list = cli.run("crc64", name).expect(0).out();

        assertEquals(
                "\\" + Crc64.toString(Crc64.compute(new byte[] {'x'})) + "  \\u001b[31m\\\\u001b\\u202e\\u009b\n",
                list);
        Files.writeString(home.resolve("list"), list);
        assertEquals(
                name,
                cli.run("crc64", "--json", "--check", "list")
                        .expect(0)
                        .json()
                        .get(0)
                        .get("file")
                        .textValue());
        String json = cli.run("crc64", "--json", name).expect(0).out();
        assertTrue(json.contains("\\u202e\\u009b\""), json);
    }

    @Test
    void refusesLongLineInList() throws Exception {
        String longest = OF_DIGITS + "  " + "x".repeat(65536 - OF_DIGITS.length() - 2);
        cli.withInput(OF_DIGITS + "  digits\n" + longest + "\n")
                .run("crc64", "--check", "-")
                .expect(1);

        CliResult result =
                cli.withInput(OF_DIGITS + "  digits\n" + longest + "x\n").run("crc64", "--check", "-");

        assertEquals("ossv4: standard input: line 2 must have at most 65536 characters\n", result.err());
        result.expect(2);
    }

    @Test
    void acceptsListOfWindows() throws Exception {
        assertEquals(
                "digits: OK\n",
                cli.withInput(OF_DIGITS + "  digits\r\n")
                        .run("crc64", "--check", "-")
                        .expect(0)
                        .out());
    }

    @Test
    void countsDifferentMissingAndMalformed() throws Exception {
        String list = OF_DIGITS + "  digits\n1  empty\nnonsense\n5  missing\n";

        CliResult result = cli.withInput(list).run("crc64", "-c", "-").expect(1);

        assertEquals("digits: OK\nempty: FAILED\nmissing: FAILED open or read\n", result.out());
        assertTrue(result.err().contains("WARNING: 1 line is improperly formatted\n"), result::toString);
        assertTrue(result.err().contains("WARNING: 1 listed file could not be read\n"), result::toString);
        assertTrue(result.err().contains("WARNING: 1 computed checksum did NOT match\n"), result::toString);
    }

    @Test
    void failsForAMalformedLine() throws Exception {
        String list = OF_DIGITS + "  digits\nnonsense\n";
        assertEquals(
                "digits: OK\n",
                cli.withInput(list).run("crc64", "-c", "-").expect(1).out());
        cli.withInput(list).run("crc64", "-c", "-", "--status").expect(1);
    }

    @Test
    void printsLessIfAsked() throws Exception {
        Cli list = cli.withInput(OF_DIGITS + "  digits\n1  empty\n5  missing\n");

        assertEquals(
                "empty: FAILED\n",
                list.run("crc64", "--check", "-", "--quiet", "--ignore-missing")
                        .expect(1)
                        .out());
        CliResult status = list.run("crc64", "--check", "-", "--status").expect(1);
        assertEquals("", status.out() + status.err());
        cli.withInput(OF_DIGITS + "  digits\n5  missing\n5  not a\0name\n")
                .run("crc64", "--check", "-", "--ignore-missing")
                .expect(0);
    }

    @Test
    void refusesListWithoutLines() throws Exception {
        CliResult result = cli.withInput("hello\n").run("crc64", "--check", "-").expect(1);

        assertTrue(result.err().contains("standard input: no properly formatted line found"), result::toString);
        assertEquals(
                1,
                cli.withInput("hello\n")
                        .run("crc64", "--json", "--check", "-")
                        .expect(1)
                        .error()
                        .get("exitCode")
                        .intValue());
    }

    @Test
    void explainsWrongArguments() throws Exception {
        assertTrue(cli.run("crc64").expect(2).err().contains("a FILE is required"));
        CliResult unknown = cli.run("crc64", "--unknown", "digits").expect(2);
        assertTrue(unknown.err().contains("unknown option --unknown"), unknown::toString);
        assertTrue(unknown.err().contains("Try 'ossv4 crc64 --help'."), unknown::toString);
        assertTrue(cli.run("crc64", "--quiet", "digits").expect(2).err().contains("require --check"));
        JsonNode error = cli.run("crc64", "--json").expect(2).error();
        assertEquals(2, error.get("exitCode").intValue());
    }

    @Test
    void printsHelp() throws Exception {
        CliResult help = cli.run("--help").expect(0);
        assertTrue(help.out().contains("crc64"), help::toString);
        assertTrue(help.out().contains("141"), help::toString);
        CliResult command = cli.run("crc64", "--help").expect(0);
        assertTrue(command.out().startsWith("Usage: ossv4 crc64"), command::toString);
        assertTrue(cli.run().expect(2).err().contains("a command is required"));
        assertTrue(cli.run("frobnicate").expect(2).err().contains("frobnicate"));
    }
}
