// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import io.github.ossv4.internal.redaction.SecretTexts;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a run, and the parts of them that may be secret: queries and user information of URLs, values of
 * headers and callbacks, and what follows an unknown option, which may be another tool's option for a secret.
 * All messages and the log pass through {@link #hideIn}. Immutable.
 */
public final class TypedSecrets {
    /** Without arguments. */
    public static final TypedSecrets NONE = of(Set.of());

    /** Callback variables, headers and URLs of application servers often contain tokens. */
    private static final Set<String> OPTIONS =
            Set.of("--var", "--header", "--callback-url", "--callback-body", "--callback-host");

    /** Shorter values would hide parts of unrelated words. Only the command line is always shown without them. */
    private static final int LEAST_LENGTH = 6;

    private static final Pattern URL =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<rest>.*)", Pattern.DOTALL);

    /** A key of OSS may have a question mark, so only queries of presigned URLs are hidden in it. */
    private static final Pattern SIGNED_QUERY =
            Pattern.compile("[?&](x-oss-|(Signature|OSSAccessKeyId|security-token)=)[^&]", Pattern.CASE_INSENSITIVE);

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./…-]+");

    private final SecretTexts texts;
    private final String commandLine;

    private TypedSecrets(SecretTexts texts, String commandLine) {
        this.texts = texts;
        this.commandLine = commandLine;
    }

    /**
     * Returns the secrets of arguments.
     *
     * @param options the names of all options of the command
     */
    public static TypedSecrets of(Set<String> options, String... arguments) {
        Set<String> found = new LinkedHashSet<>();
        List<Argument> parsed = new ArrayList<>();
        String before = "";
        for (String text : arguments) {
            Argument argument = Argument.of(text, before, options);
            parsed.add(argument);
            argument.addSecretsTo(found);
            before = text;
        }
        SecretTexts texts = spellings(found);
        StringJoiner line = new StringJoiner(" ");
        for (Argument argument : parsed) {
            line.add(argument.shown(texts));
        }
        return new TypedSecrets(texts, line.toString());
    }

    /** Returns the texts as they are, and as messages may quote them. Those that contain another one come first. */
    private static SecretTexts spellings(Set<String> found) {
        Set<String> all = new LinkedHashSet<>();
        for (String secret : found) {
            // Half a surrogate pair cannot be percent-encoded; messages escape it.
            if (StandardCharsets.UTF_8.newEncoder().canEncode(secret)) {
                all.add(secret);
                // As a path, several slashes are one.
                all.add(secret.replaceAll("/+", "/"));
            }
            all.add(PrintableText.escape(secret));
        }
        List<String> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        return SecretTexts.of(sorted);
    }

    /** Returns a text with {@code …} for the secrets. */
    public String hideIn(String text) {
        return texts.removeFrom(text);
    }

    /** Returns the arguments as a shell would need them, with {@code …} for the secrets. */
    public String commandLine() {
        return commandLine;
    }

    @Override
    public String toString() {
        return commandLine;
    }

    /**
     * An argument.
     *
     * @param shown what is never secret: the name of an option and {@code =}
     * @param value what follows
     * @param isSecret whether all of the value may be secret, not only parts of a URL in it
     */
    private record Argument(String shown, String value, boolean isSecret) {
        static Argument of(String text, String before, Set<String> options) {
            if (!text.startsWith("-")) {
                // An oss:// URL after an unknown option is the operand of the command.
                boolean isOfUnknown = isUnknown(before, options) && !text.startsWith("oss://");
                return new Argument("", text, OPTIONS.contains(before) || isOfUnknown);
            }
            int equals = text.indexOf('=');
            if (equals < 0) {
                return new Argument("", text, OPTIONS.contains(before));
            }
            String name = text.substring(0, equals);
            return new Argument(
                    name + "=", text.substring(equals + 1), OPTIONS.contains(name) || isUnknown(name, options));
        }

        private static boolean isUnknown(String text, Set<String> options) {
            boolean isName = text.startsWith("--") ? text.length() > 2 : text.startsWith("-") && text.length() == 2;
            return isName && text.indexOf('=') < 0 && !options.contains(text);
        }

        void addSecretsTo(Set<String> secrets) {
            if (isSecret) {
                addValue(secrets, value);
                // The value of an assignment is quoted alone.
                addValue(secrets, value.substring(value.indexOf('=') + 1));
            }
            Matcher url = URL.matcher(value);
            String scheme = url.find() ? url.group("scheme") : null;
            if (scheme != null) {
                addUserInfo(secrets, url.group("rest"));
            }
            addQuery(secrets, scheme);
        }

        private static void addUserInfo(Set<String> secrets, String rest) {
            int question = rest.indexOf('?');
            String beforeQuery = question < 0 ? rest : rest.substring(0, question);
            int slash = beforeQuery.indexOf('/');
            String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
            // A password with a slash that is not encoded; otherwise a colon is followed by a port.
            boolean isCut = authority.indexOf('@') < 0 && authority.matches("[^:]*:.*\\D.*");
            int at = (isCut ? beforeQuery : authority).lastIndexOf('@');
            if (at >= 0) {
                String userInfo = rest.substring(0, at);
                secrets.add(userInfo + "@");
                addValue(secrets, userInfo.substring(userInfo.indexOf(':') + 1));
            }
        }

        private void addQuery(Set<String> secrets, @Nullable String scheme) {
            int question = value.indexOf('?');
            boolean isOfUrl = scheme != null && !scheme.equalsIgnoreCase("oss");
            if (question < 0 || (!isOfUrl && !SIGNED_QUERY.matcher(value).find())) {
                return;
            }
            secrets.add(value.substring(question));
            for (String parameter : value.substring(question + 1).split("[&#]", -1)) {
                addValue(secrets, parameter.substring(parameter.indexOf('=') + 1));
            }
        }

        private static void addValue(Set<String> secrets, String value) {
            for (String spelling : new String[] {value, value.trim(), PercentDecoding.decodeLeniently(value)}) {
                if (spelling.length() >= LEAST_LENGTH) {
                    secrets.add(spelling);
                }
            }
        }

        String shown(SecretTexts texts) {
            return quoted(shown + (isSecret ? "…" : texts.removeFrom(value)));
        }

        /** Quotes an argument for a shell. */
        private static String quoted(String argument) {
            return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
        }
    }
}
