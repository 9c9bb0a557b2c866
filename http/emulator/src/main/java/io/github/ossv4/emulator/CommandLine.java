// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.server.Settings;
import io.github.ossv4.emulator.internal.tls.ReplacedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link Main}: name, variable of the environment, help with the default of {@link Settings}, and
 * setter. The help and the table in the README come from here.
 */
final class CommandLine {
    private static final String PREFIX = "OSSV4_EMULATOR_";
    private static final int HELP_COLUMN = 30;
    private static final int HELP_WIDTH = 112;
    private static final int MAX_SECRET_BYTES = 1 << 16;
    private static final Settings DEFAULTS = new Settings();

    /** In the order of the help, which ends with the options of {@link Main}. */
    static final List<Option> ALL = List.of(
            value(
                    "--host HOST",
                    "IP address or name to listen on; default " + DEFAULTS.host
                            + ", which only this machine can reach. "
                            + "0.0.0.0 means all addresses",
                    (settings, host) -> settings.emulator.host(host.text)),
            value("--port N", "port; default any free one", (settings, port) -> settings.emulator.port(port.number())),
            new Option(
                    "--https [PORT]",
                    "serve https too, on this port or any free one. The emulator's own certificate authority "
                            + "issues the certificates; clients must trust it: /-/ca.pem",
                    Form.OPTIONAL_NUMBER,
                    "HTTPS_PORT",
                    (settings, port) -> settings.emulator.https(port.number())),
            value(
                    "--ca-file FILE",
                    "write the certificate of this authority to a file, in PEM",
                    (settings, file) -> settings.emulator.caFile(file.path())),
            value(
                    "--certificate FILE",
                    "present this certificate instead, in PEM, with those of its issuers after it",
                    (settings, file) -> settings.emulator.settings.certificate = file.path()),
            value(
                    "--key FILE",
                    "private key of the certificate, in PEM (PKCS #8, not encrypted)",
                    (settings, file) -> settings.emulator.settings.certificateKey = file.path()),
            list(
                    "--bucket NAME",
                    "bucket, may be repeated; default " + DEFAULTS.bucketNames().get(0),
                    (settings, name) -> settings.emulator.bucket(name.text)),
            list(
                    "--domain NAME[=BUCKET]",
                    "your own domain, may be repeated: the path of requests with this Host is /bucket/key, "
                            + "that of requests to BUCKET.NAME is /key. With a bucket, the domain is bound to it: the "
                            + "path is /key",
                    CommandLine::domain),
            value(
                    "--region ID",
                    "region that requests are signed for; default " + DEFAULTS.region,
                    (settings, region) -> settings.emulator.region(region.text)),
            new Option(
                    "--access-key-id ID",
                    "AccessKey ID that requests are signed with; default the environment variable "
                            + "OSS_ACCESS_KEY_ID. If no pair is given, a random one is generated and printed at the "
                            + "start",
                    Form.VALUE,
                    null,
                    (settings, id) -> settings.id = id.text),
            new Option(
                    "--access-key-secret SECRET",
                    "its secret; default the environment variable OSS_ACCESS_KEY_SECRET, which other users of"
                            + " this machine cannot see. With OSS_SESSION_TOKEN the pair from the environment is a "
                            + "temporary one. OSS_ACCESS_KEY_SECRET_FILE and the like name files with the values",
                    Form.VALUE,
                    null,
                    (settings, secret) -> settings.secret = secret.text),
            list(
                    "--cors-origin ORIGIN",
                    "allow web pages of this origin, may be repeated; * allows all. Requests with any other "
                            + "Origin are rejected",
                    (settings, origin) -> settings.emulator.cors(origin.text)),
            list(
                    "--callback-target HOST:PORT",
                    "allow callbacks to this host and port on this machine or its network, may be repeated; "
                            + "HOST:* allows all ports. Callbacks to public addresses are always sent",
                    (settings, target) -> settings.emulator.callbackTarget(CallbackTarget.parse(target.text))),
            value(
                    "--callback-ca FILE",
                    "trust these certificates too in callbacks over https, in PEM",
                    (settings, file) -> settings.emulator.callbackCa(file.path())),
            value(
                    "--callback-timeout SECONDS",
                    "wait this long for the response to a callback; default " + DEFAULTS.callbackTimeout.toSeconds()
                            + ", as OSS",
                    (settings, time) -> settings.emulator.callbackTimeout(time.seconds())),
            flag(
                    "--accept-v1",
                    "accept signatures of version 1 too, as OSS does for old accounts",
                    settings -> settings.acceptV1(true)),
            flag(
                    "--strict",
                    "refuse endpoints as OSS does for new accounts: path style, and objects at public "
                            + "endpoints of mainland China; block public access to new buckets. Bind a domain with "
                            + "--domain NAME=BUCKET; names below localhost need no DNS",
                    settings -> settings.strict(true)),
            flag(
                    "--legacy-account",
                    "with --strict: public endpoints serve objects and new buckets permit public access, as for "
                            + "accounts that first used OSS before 2025-03-20",
                    settings -> settings.legacyAccount(true)),
            value(
                    "--idle-timeout SECONDS",
                    "close connections that wait this long for a request, for more of one, or for the client "
                            + "to read; default " + DEFAULTS.idleTimeout.toSeconds(),
                    (settings, time) -> settings.emulator.idleTimeout(time.seconds())),
            flag("--versioning", "keep all versions of objects", settings -> settings.versioning(true)),
            flag(
                    "--admin",
                    "let tests set faults and the clock with requests below /-/, which need no signature",
                    settings -> settings.settings.admin = true),
            flag("--no-page", "serve no page about requests and objects to browsers", settings -> settings.page(false)),
            flag("--quiet", "print no log", settings -> settings.settings.log = false),
            value(
                    "--directory DIR",
                    "directory for objects, which are deleted when the emulator stops",
                    (settings, directory) -> settings.emulator.directory(directory.path())),
            value(
                    "--persist DIR",
                    "keep buckets, objects and uploads in this directory: they survive a restart, also after "
                            + "kill -9. Only one emulator can use it at a time",
                    (settings, directory) -> settings.emulator.persist(directory.path())),
            value(
                    "--port-file FILE",
                    "write the port to this file, and that of https as a second line",
                    (settings, file) -> settings.portFile = file.path()),
            value(
                    "--ready-file FILE",
                    "write the endpoint to this file as soon as requests are accepted. Both files are deleted"
                            + " at the start and at the end",
                    (settings, file) -> settings.readyFile = file.path()));

    private CommandLine() {}

    /** The values that an option accepts. */
    enum Form {
        FLAG,
        VALUE,
        OPTIONAL_NUMBER,
        /** A value, and the option may be repeated. The variable has all values, separated by commas. */
        LIST
    }

    /**
     * An option.
     *
     * @param usage its name and the form of its value
     * @param variable the name of its variable after the prefix; null if it has none
     */
    record Option(
            String usage, String help, Form form, @Nullable String variable, BiConsumer<Arguments, Value> setter) {
        String name() {
            return usage.replaceFirst(" .*", "");
        }
    }

    private static Option value(String usage, String help, BiConsumer<Arguments, Value> setter) {
        return new Option(usage, help, Form.VALUE, variable(usage), setter);
    }

    private static Option list(String usage, String help, BiConsumer<Arguments, Value> setter) {
        return new Option(usage, help, Form.LIST, variable(usage) + "S", setter);
    }

    private static Option flag(String usage, String help, Consumer<Emulator.Builder> setter) {
        return new Option(
                usage, help, Form.FLAG, variable(usage), (settings, ignored) -> setter.accept(settings.emulator));
    }

    private static String variable(String option) {
        return option.substring(2).replaceFirst(" .*", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The emulator and the files of a process, as options and variables describe them. */
    static final class Arguments {
        final Emulator.Builder emulator = Emulator.builder().page(true);
        private @Nullable String id;
        private @Nullable String secret;

        /** Where to write the port; null for nowhere. */
        private @Nullable Path portFile;

        /** Where to write the endpoint; null for nowhere. */
        private @Nullable Path readyFile;

        private Arguments() {
            emulator.settings.log = true;
        }

        /**
         * Writes the files.
         *
         * @throws IOException if one cannot be written
         */
        void writeFiles(Emulator running) throws IOException {
            String https = running.server().httpsEndpoint();
            write(portFile, running.port() + "\n" + (https == null ? "" : https.replaceFirst(".*:", "") + "\n"));
            write(readyFile, running.endpoint() + "\n");
        }

        private static void write(@Nullable Path file, String text) throws IOException {
            if (file != null) {
                ReplacedFile.write(file, text);
            }
        }

        /** Deletes the files, which a killed process may have left. */
        void deleteFiles() {
            for (Path file : Arrays.asList(portFile, readyFile)) {
                if (file != null && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    file.toFile().delete();
                }
            }
        }
    }

    /**
     * A value of an option or variable.
     *
     * @param source the name of the option or variable
     */
    record Value(String source, String text) {
        int number() {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(source + " must be a number, was " + text, e);
            }
        }

        Duration seconds() {
            int seconds = number();
            if (seconds < 1) {
                throw new IllegalArgumentException(source + " must be at least 1 second, was " + text);
            }
            return Duration.ofSeconds(seconds);
        }

        Path path() {
            if (text.isEmpty()) {
                throw new IllegalArgumentException(source + " must name a file or directory, was empty");
            }
            // A key in a variable of CI, for example.
            if (text.contains("-----BEGIN")) {
                throw new IllegalArgumentException(source + " must name a file, and was the content of one");
            }
            return Path.of(text);
        }

        boolean flag() {
            return switch (text) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw new IllegalArgumentException(source + " must be true or false, was " + text);
            };
        }
    }

    /** Returns the text for {@code --help}. */
    static String usage(String program) {
        StringBuilder text = new StringBuilder("usage: " + program + " [option...]\n\n");
        ALL.forEach(option -> describe(text, option.usage, option.help));
        describe(
                text,
                "--check-health URL",
                "only check whether an emulator accepts requests at this endpoint: exit status 0 if it does, another one if"
                        + " not");
        describe(text, "--help", "print this text");
        text.append(
                "\nThese environment variables have the effect of their options. An option replaces its variable."
                        + " Separate the\nvalues of a list with commas, and write true or false for an option without a value:\n\n");
        ALL.stream()
                .filter(option -> option.variable != null)
                .forEach(option ->
                        text.append("  ").append(PREFIX).append(option.variable).append('\n'));
        return text.toString();
    }

    /** Adds an option and its help, in lines of limited length. */
    private static void describe(StringBuilder text, String option, String help) {
        StringBuilder line = new StringBuilder("  " + option + " ".repeat(HELP_COLUMN - 2 - option.length()));
        for (String word : help.split(" ", -1)) {
            if (line.length() + word.length() > HELP_WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(HELP_COLUMN));
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /**
     * Returns what options and environment describe.
     *
     * @throws IllegalArgumentException if an option or variable is unknown, or its value is missing or invalid; the
     *     message names it, and never contains a secret
     * @throws IOException if the file of a secret cannot be read
     */
    static Arguments parse(List<String> arguments, Map<String, String> environment) throws IOException {
        Map<Option, List<Value>> values = parseVariables(environment);
        Map<Option, List<Value>> ofOptions = parseOptions(arguments);
        values.keySet().removeAll(ofOptions.keySet());
        Arguments settings = new Arguments();
        values.forEach((option, all) -> all.forEach(value -> {
            try {
                option.setter.accept(settings, value);
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                throw message.startsWith(value.source)
                        ? e
                        : new IllegalArgumentException(value.source + ": " + message, e);
            }
        }));
        ofOptions.forEach((option, all) -> all.forEach(value -> option.setter.accept(settings, value)));
        setCredentials(settings, environment);
        return settings;
    }

    private static Map<Option, List<Value>> parseOptions(List<String> arguments) {
        Map<Option, List<Value>> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            Option option = ALL.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(name));
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
            boolean takesNext = option.form == Form.OPTIONAL_NUMBER
                    ? next != null && !next.startsWith("-")
                    : option.form != Form.FLAG;
            if (takesNext
                    && (next == null
                            || ALL.stream().anyMatch(each -> each.name().equals(next)))) {
                throw new IllegalArgumentException(name + " requires a value");
            }
            // The last of several flags that contradict each other applies.
            List<Value> before = values.remove(option);
            List<Value> all = before == null || option.form != Form.LIST ? new ArrayList<>() : before;
            all.add(new Value(name, takesNext && next != null ? next : "0"));
            values.put(option, all);
            i += takesNext ? 1 : 0;
        }
        return values;
    }

    /** The value may be a secret. */
    private static IllegalArgumentException unknown(String name) {
        int equals = name.indexOf('=');
        return new IllegalArgumentException(
                equals < 0
                        ? "unknown option: " + name
                        : "unknown option: " + name.substring(0, equals) + "=…; write its value as the next argument");
    }

    private static Map<Option, List<Value>> parseVariables(Map<String, String> environment) {
        Map<Option, List<Value>> values = new LinkedHashMap<>();
        TreeSet<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX));
        for (Option option : ALL) {
            String name = PREFIX + option.variable;
            unknown.remove(name);
            String text = variable(environment, name);
            if (option.variable == null || text == null) {
                continue;
            }
            if (option.form == Form.LIST) {
                values.put(
                        option,
                        Arrays.stream(text.split(","))
                                .map(String::trim)
                                .filter(item -> !item.isEmpty())
                                .map(item -> new Value(name, item))
                                .toList());
            } else if (option.form != Form.FLAG || new Value(name, text).flag()) {
                values.put(option, List.of(new Value(name, text)));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown variable: " + unknown.first());
        }
        return values;
    }

    private static void setCredentials(Arguments settings, Map<String, String> environment) throws IOException {
        String ofEnvironment = secret(environment, "OSS_ACCESS_KEY_ID");
        String secretOfEnvironment = secret(environment, "OSS_ACCESS_KEY_SECRET");
        String id = settings.id != null ? settings.id : ofEnvironment;
        String secret = settings.secret != null ? settings.secret : secretOfEnvironment;
        if (id == null && secret == null) {
            return;
        }
        if (id == null) {
            throw new IllegalArgumentException("an AccessKey ID is required with an AccessKey secret");
        }
        if (secret == null) {
            throw new IllegalArgumentException("an AccessKey secret is required with an AccessKey ID, which was " + id);
        }
        // The token in the environment belongs to the pair in the environment.
        String securityToken = id.equals(ofEnvironment) && secret.equals(secretOfEnvironment)
                ? secret(environment, "OSS_SESSION_TOKEN")
                : null;
        if (securityToken == null) {
            settings.emulator.accessKey(id, secret);
        } else {
            settings.emulator.temporaryAccessKey(id, secret, securityToken);
        }
    }

    /** Returns a variable, or the content of the file that it names with {@code _FILE}, or null if there is neither. */
    private static @Nullable String secret(Map<String, String> environment, String name) throws IOException {
        String value = variable(environment, name);
        String file = variable(environment, name + "_FILE");
        if (file == null) {
            return value;
        }
        if (value != null) {
            throw new IllegalArgumentException(name + " and " + name + "_FILE must not both be set");
        }
        try {
            Path path = new Value(name + "_FILE", file).path();
            if (Files.isDirectory(path)) {
                throw new IllegalArgumentException("the file of " + name + "_FILE is a directory: " + file);
            }
            // A device has no size, and need not end.
            byte[] bytes;
            try (InputStream stream = Files.newInputStream(path)) {
                bytes = stream.readNBytes(MAX_SECRET_BYTES + 1);
            }
            if (bytes.length > MAX_SECRET_BYTES) {
                throw new IllegalArgumentException("the file of " + name + "_FILE must have at most 64 KiB: " + file);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\\r?\\n$", "");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("the file of " + name + "_FILE does not exist: " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file of " + name + "_FILE must be UTF-8: " + file, e);
        }
    }

    /** Returns a variable, or null if it is missing or empty. */
    private static @Nullable String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static void domain(Arguments settings, Value value) {
        int equals = value.text.indexOf('=');
        if (equals < 0) {
            settings.emulator.domain(value.text);
        } else {
            settings.emulator.domain(value.text.substring(0, equals), value.text.substring(equals + 1));
        }
    }
}
