// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.console.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of {@link Main}. */
final class CommandLine {
    static final String OPTIONS = """
              --host HOST                 IP address or name to listen on; default 127.0.0.1, which only this
                                          machine can reach. 0.0.0.0 means all addresses
              --port N                    port; default any free one
              --bucket NAME               bucket, may be repeated; default examplebucket
              --domain NAME               your own domain, may be repeated: the path of requests with this Host
                                          is /bucket/key, that of requests to BUCKET.NAME is /key
              --domain NAME=BUCKET        your own domain, bound to a bucket, may be repeated: the path of
                                          requests with this Host is /key
              --region ID                 region that requests are signed for; default cn-hangzhou
              --access-key-id ID          AccessKey pair that requests are signed with; default the environment
              --access-key-secret SECRET  variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET, which other
                                          users of this machine cannot see. With OSS_SESSION_TOKEN the pair
                                          from the environment is a temporary one. If no pair is given, a
                                          random one is generated and printed at the start
              --cors-origin ORIGIN        allow web pages of this origin, may be repeated; * allows all.
                                          Requests with any other Origin are rejected
              --callback-target HOST:PORT allow callbacks to this host and port on this machine or its network,
                                          may be repeated; HOST:* allows all ports. Callbacks to public addresses
                                          are always sent
              --callback-timeout SECONDS  wait this long for the response to a callback; default 5, as OSS
              --accept-v1                 accept signatures of version 1 too, as OSS does for old accounts
              --strict                    refuse endpoints as OSS does for new accounts: path style, and objects at
                                          public endpoints of mainland China. Bind a domain with
                                          --domain NAME=BUCKET; names below localhost need no DNS
              --legacy-account            with --strict: public endpoints serve objects, as for accounts that
                                          first used OSS before 2025-03-20
              --idle-timeout SECONDS      close connections that wait this long for a request, for more of one,
                                          or for the client to read; default 60
              --versioning                keep all versions of objects
              --admin                     let tests set faults and the clock with requests below /-/, which need
                                          no signature
              --no-page                   serve no page about requests and objects to browsers
              --quiet                     print no log
              --log-json                  print each request as a JSON object instead of text
              --directory DIR             directory for objects, which are deleted when the emulator stops
              --persist DIR               keep buckets, objects and uploads in this directory: they survive a
                                          restart, also after kill -9. Only one emulator can use it at a time
              --memory SIZE               keep all bodies in memory and write no file. Objects take at most SIZE,
                                          for example 512m; start Java with a larger heap, -Xmx
              --help                      print this text
            """;

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kKmMgG]?)");

    private CommandLine() {}

    /** Returns the text for {@code --help}. */
    static String usage(String program) {
        return "usage: " + program + " [option...]\n\n" + OPTIONS;
    }

    /**
     * Returns the emulator that options and environment describe.
     *
     * @throws IllegalArgumentException if an option is unknown, or its value is missing or invalid; the message never
     *     contains a secret
     */
    static Emulator.Builder parse(List<String> arguments, Map<String, String> environment) {
        Emulator.Builder emulator = Emulator.builder().page(true).logToOutput(LogFormat.TEXT);
        String id = variable(environment, "OSS_ACCESS_KEY_ID");
        String secret = variable(environment, "OSS_ACCESS_KEY_SECRET");
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--host" -> emulator.host(value(option, rest));
                case "--port" -> emulator.port(number(option, value(option, rest)));
                case "--bucket" -> emulator.bucket(value(option, rest));
                case "--domain" -> domain(emulator, value(option, rest));
                case "--region" -> emulator.region(value(option, rest));
                case "--access-key-id" -> id = value(option, rest);
                case "--access-key-secret" -> secret = value(option, rest);
                case "--cors-origin" -> emulator.cors(value(option, rest));
                case "--callback-target" -> emulator.callbackTarget(CallbackTarget.parse(value(option, rest)));
                case "--callback-timeout" -> emulator.callbackTimeout(seconds(option, value(option, rest)));
                case "--accept-v1" -> emulator.acceptV1(true);
                case "--strict" -> emulator.strict(true);
                case "--legacy-account" -> emulator.legacyAccount(true);
                case "--idle-timeout" -> emulator.idleTimeout(seconds(option, value(option, rest)));
                case "--versioning" -> emulator.versioning(true);
                case "--admin" -> emulator.admin(true);
                case "--no-page" -> emulator.page(false);
                case "--quiet" -> emulator.logToOutput(null);
                case "--log-json" -> emulator.logToOutput(LogFormat.JSON);
                case "--directory" -> emulator.directory(Path.of(value(option, rest)));
                case "--persist" -> emulator.persist(Path.of(value(option, rest)));
                case "--memory" -> emulator.inMemory(size(value(option, rest)));
                default -> throw new IllegalArgumentException("unknown option: " + option);
            }
        }
        if (id == null && secret == null) {
            return emulator;
        }
        if (id == null) {
            throw new IllegalArgumentException("an AccessKey ID is required with an AccessKey secret");
        }
        if (secret == null) {
            throw new IllegalArgumentException("an AccessKey secret is required with an AccessKey ID, which was " + id);
        }
        // The token in the environment belongs to the pair in the environment.
        boolean fromEnvironment = id.equals(environment.get("OSS_ACCESS_KEY_ID"))
                && secret.equals(environment.get("OSS_ACCESS_KEY_SECRET"));
        String securityToken = fromEnvironment ? variable(environment, "OSS_SESSION_TOKEN") : null;
        return securityToken == null
                ? emulator.accessKey(id, secret)
                : emulator.temporaryAccessKey(id, secret, securityToken);
    }

    /** Returns a variable, or null if it is missing or empty. */
    private static @Nullable String variable(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " requires a value");
        }
        return rest.next();
    }

    private static void domain(Emulator.Builder emulator, String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            emulator.domain(text);
        } else {
            emulator.domain(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** Parses a number of bytes with the suffixes of Java's {@code -Xmx}. */
    private static long size(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("--memory must be a number with k, m or g, was " + text);
        }
        int shift = switch (size.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(size.group(1)) << shift;
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number, was " + text, e);
        }
    }

    private static Duration seconds(String option, String text) {
        int seconds = number(option, text);
        if (seconds < 1) {
            throw new IllegalArgumentException(option + " must be at least 1 second, was " + text);
        }
        return Duration.ofSeconds(seconds);
    }
}
