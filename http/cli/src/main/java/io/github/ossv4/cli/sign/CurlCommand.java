// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import java.util.Map;

/** A command line of curl, for a POSIX shell. */
final class CurlCommand {
    private final StringBuilder words = new StringBuilder("curl --fail-with-body --globoff");

    private CurlCommand() {}

    /** Returns the command that saves the object of a URL in a file. */
    static String get(String url, Map<String, String> headers, String file) {
        CurlCommand curl = new CurlCommand();
        curl.add("--output", local(file));
        return curl.headers(headers).url(url);
    }

    /** Returns the command that puts a file. */
    static String put(String url, Map<String, String> headers, String file) {
        CurlCommand curl = new CurlCommand();
        if (path(url).endsWith("/")) {
            // To such a URL, curl would add the name of the uploaded file.
            curl.add("--request", "PUT");
            curl.add("--data-binary", "@" + local(file));
            if (!headers.containsKey("content-type")) {
                curl.add("--header", "content-type:");
            }
        } else {
            curl.add("--upload-file", local(file));
        }
        return curl.headers(headers).url(url);
    }

    private static String path(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** Returns the name of a file that curl does not take for an option or standard input. */
    private static String local(String file) {
        return file.startsWith("/") ? file : "./" + file;
    }

    private CurlCommand headers(Map<String, String> headers) {
        // A header without value is written with a semicolon.
        headers.forEach((name, value) -> add("--header", value.isEmpty() ? name + ";" : name + ": " + value));
        return this;
    }

    private void add(String option, String value) {
        words.append(' ').append(option).append(' ').append(quote(value));
    }

    /** Returns a text as one word of a shell, in single quotes unless it needs none. */
    static String quote(String text) {
        return text.matches("[a-zA-Z0-9@%+=:,./_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private String url(String url) {
        return words.append(' ').append(quote(url)).toString();
    }
}
