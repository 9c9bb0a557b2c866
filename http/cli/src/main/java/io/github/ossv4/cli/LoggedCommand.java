// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The command line of a run for the log, with {@code …} for values that may contain secrets. */
final class LoggedCommand {
    /** Callback variables, headers and URLs of application servers often contain tokens. */
    private static final Set<String> SECRET =
            Set.of("--var", "--header", "--meta", "--callback-url", "--callback-body", "--callback-host");

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./…-]+");

    private LoggedCommand() {}

    static String text(String... arguments) {
        StringJoiner text = new StringJoiner(" ");
        boolean isSecret = false;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            boolean hasSecret = equals > 0 && SECRET.contains(argument.substring(0, equals));
            text.add(isSecret ? "…" : hasSecret ? argument.substring(0, equals) + "=…" : quoted(withoutUrl(argument)));
            isSecret = !isSecret && SECRET.contains(argument);
        }
        return text.toString();
    }

    /** A presigned URL has a signature, and a URL may have a password. */
    private static String withoutUrl(String argument) {
        int scheme = argument.indexOf("://");
        return scheme < 0 || argument.startsWith("oss://") ? argument : argument.substring(0, scheme) + "://…";
    }

    /** Quotes an argument for a shell. */
    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
