// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LoggedCommandTest {
    @Test
    void quotesAsAShellDoes() {
        assertEquals(
                "sync '/my photos' oss://b/été --exclude '*.tmp' 'it'\\''s'",
                LoggedCommand.text("sync", "/my photos", "oss://b/été", "--exclude", "*.tmp", "it's"));
    }

    @Test
    void hidesValuesThatMayBeSecret() {
        assertEquals(
                "upload --endpoint=https://… http://… oss://b/a",
                LoggedCommand.text("upload", "--endpoint=https://u:p@h", "http://h/k?x-oss-signature=1", "oss://b/a"));
        assertEquals(
                "upload --callback-url … --var=… --var … a oss://b/a",
                LoggedCommand.text(
                        "upload",
                        "--callback-url",
                        "https://h/?token=1",
                        "--var=x=1",
                        "--var",
                        "--var",
                        "a",
                        "oss://b/a"));
    }
}
