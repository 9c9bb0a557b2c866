// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name must not add a line to the output, or control the terminal: otherwise it could imitate another result. */
class OddNamesTest extends CliFixture {
    private static final String NAME = "a\nforged\u001b[2J\u2028\u202e";
    private static final String ESCAPED = "a\\u000aforged\\u001b[2J\\u2028\\u202e";

    @Override
    @BeforeEach
    public void start() throws IOException {
        super.start();
        restart(Emulator.builder().versioning(true));
        bucket.put(
                "in/" + NAME,
                Body.of("1"),
                PutOptions.builder().storageClass(StorageClass.IA).build());
        bucket.put(
                "cold",
                Body.of("1"),
                PutOptions.builder().storageClass(StorageClass.ARCHIVE).build());
        bucket.initiateMultipartUpload("in/" + NAME);
        Files.writeString(home.resolve(NAME), "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls oss:in/",
                "ls -l oss:in/",
                "ls --versions oss:in/",
                "stat oss:NAME",
                "rm --dry-run oss:NAME",
                "rm --yes oss:NAME",
                "rm -r --dry-run oss:in",
                "rm --dry-run oss:missingNAME",
                "cp oss:NAME oss:out",
                "cp oss:NAME oss:NAME",
                "cp --dry-run oss:NAME oss:out/",
                "cp -r oss:in oss:out",
                "cp -r --files-from - oss:in oss:out",
                "cp NAME oss:out",
                "set --acl=private oss:NAME",
                "set --acl=private oss:missingNAME",
                "restore oss:NAME",
                "restore oss:missingNAME",
                "uploads --size oss:",
                "uploads --abort --yes oss:",
                "cat --version-id=NAME oss:NAME",
                "upload NAME oss:out/",
                "upload --dry-run NAME oss:out/",
                "download oss:NAME .",
                "download -r --dry-run oss:in HOME",
                "sync --dry-run HOME oss:out",
                "sync --dry-run --delete oss:none HOME --yes --max-delete 100%",
                "verify NAME oss:NAME",
                "verify HOME oss:none",
                "du --files-from - oss:",
                "ls --files-from - oss:",
                "rm -r -y --files-from - oss:in",
            })
    void printsEscapes(String line) {
        Cli withList = cli.withInput("missing" + NAME + "\0");
        String[] words = line.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = argument(words[i]);
        }

        CliResult result = withList.run(words);

        for (String output : List.of(result.out(), result.err())) {
            assertFalse(output.lines().anyMatch(each -> each.startsWith("forged")), result::toString);
            assertFalse(output.matches("(?s).*[\u001b\u2028\u202e].*"), result::toString);
        }
        assertTrue((result.out() + result.err()).contains(ESCAPED), result::toString);
    }

    private String argument(String word) {
        if (word.startsWith("oss:")) {
            String key = word.substring("oss:".length());
            return oss((key.startsWith("NAME") ? "in/" + key : key).replace("NAME", NAME));
        }
        return switch (word) {
            case "HOME" -> home.toString();
            case "NAME" -> home.resolve(NAME).toString();
            default -> word.replace("NAME", NAME);
        };
    }
}
