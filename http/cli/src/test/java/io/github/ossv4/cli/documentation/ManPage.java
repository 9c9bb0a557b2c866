// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.documentation;

import io.github.ossv4.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A generated man page in AsciiDoc, to which the sections are added that picocli does not know. */
final class ManPage {
    private static final String END = "// end::picocli-generated-full-manpage[]";
    private static final String HOME = "{tilde}/";

    private final Path file;
    private final StringBuilder sections = new StringBuilder();

    private ManPage(Path file) {
        this.file = file;
    }

    static ManPage of(Path file) {
        return new ManPage(file);
    }

    /** Adds a text as it is. */
    ManPage literal(String title, String text) {
        sections.append("== ").append(title).append("\n\n....\n").append(text).append("\n....\n\n");
        return this;
    }

    ManPage environment() {
        Map<String, String> variables = new TreeMap<>();
        variables.put("OSS_ENDPOINT, OSS_CNAME", "The endpoint; OSS_CNAME=true if it is your own domain.");
        variables.put("OSS_PROFILE", "The profile of ossutil whose settings are read; default: default.");
        variables.put("OSS_REGION", "The region of the bucket.");
        variables.put(
                "OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_SESSION_TOKEN",
                "The AccessKey pair, and the token of a temporary one.");
        variables.put(
                "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "Proxies and their exceptions, as curl reads them.");
        variables.put("NO_COLOR", "Turns colours off.");
        variables.put("COLUMNS", "The width of help that is not printed to a terminal.");
        variables.put("JAVA_HOME", "The Java that runs the command; default: the java on the PATH.");
        variables.put(
                "OSSV4_JAVA_OPTIONS",
                "Options of the JVM, separated by spaces, such as -Djavax.net.ssl.trustStore=FILE.");
        variables.put("XDG_STATE_HOME", "The parent of the directory for resumed transfers.");
        return list("Environment", variables);
    }

    ManPage files() {
        Map<String, String> files = new TreeMap<>();
        files.put(HOME + ".aliyun/config.json", "The profiles of Alibaba Cloud's CLI.");
        files.put(HOME + ".alibabacloud/credentials.ini", "The credentials that Alibaba Cloud SDKs share.");
        files.put(HOME + ".ossutilconfig", "The settings of ossutil, read if no other source is configured.");
        files.put(HOME + ".local/state/ossv4", "The checkpoints with which transfers are resumed.");
        files.put(
                "lib/ossv4-cli.jsa, lib/ossv4-cli.aot",
                "The archive of classes with which commands start faster. The program ossv4-archive makes it; run it after"
                        + " each update of ossv4 or Java.");
        return list("Files", files);
    }

    ManPage exitStatus() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.description());
        }
        return list("Exit status", codes);
    }

    ManPage seeAlso(Collection<String> pages) {
        String list = pages.stream().map(page -> "*" + page + "*(1)").collect(Collectors.joining(", "));
        sections.append("== See also\n\n").append(list).append("\n\n");
        return this;
    }

    private ManPage list(String title, Map<String, String> items) {
        sections.append("== ").append(title).append("\n\n");
        items.forEach((name, description) -> sections.append('*')
                .append(name)
                .append("*::\n  ")
                .append(description)
                .append("\n\n"));
        return this;
    }

    void write() throws IOException {
        String page = Files.readString(file);
        int end = page.indexOf(END);
        if (end < 0) {
            throw new IOException(file + " is not a page of picocli");
        }
        Files.writeString(file, page.substring(0, end) + sections + page.substring(end));
    }
}
