// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The page START.md of the emulator, as the tests of a module in {@code http/clients} read it. */
public final class StartPage {
    private static final Path FILE = Path.of("..", "..", "emulator", "START.md");

    private StartPage() {}

    /** Returns the page. */
    public static String text() throws IOException {
        return Files.readString(FILE);
    }

    /**
     * Returns the snippets of a language in a section, in the order of the page.
     *
     * @throws IllegalArgumentException if the page has no such section, or the section no such snippet
     */
    public static List<String> snippets(String heading, String language) throws IOException {
        List<String> snippets = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(section(heading))
                .results()
                .map(snippet -> snippet.group(1))
                .toList();
        if (snippets.isEmpty()) {
            throw new IllegalArgumentException("the section must have a snippet in " + language + ", was " + heading);
        }
        return snippets;
    }

    /** Returns the first of {@link #snippets}, for an emulator at another endpoint than that of the page. */
    public static String snippet(String heading, String language, String endpoint) throws IOException {
        return at(endpoint, snippets(heading, language).get(0));
    }

    /**
     * Replaces the endpoint of the page.
     *
     * @throws IllegalArgumentException if the snippet does not contain it
     */
    public static String at(String endpoint, String snippet) {
        String ofPage = "http://127.0.0.1:9000";
        if (!snippet.contains(ofPage)) {
            throw new IllegalArgumentException("the snippet must contain " + ofPage + ", was " + snippet);
        }
        return snippet.replace(ofPage, endpoint);
    }

    private static String section(String heading) throws IOException {
        for (String section : text().split("(?m)^(?=#+ )", -1)) {
            if (section.matches("(?s)#+ " + Pattern.quote(heading) + "\n.*")) {
                return section;
            }
        }
        throw new IllegalArgumentException("the page must have the section " + heading);
    }
}
