// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.Credentials;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that {@link Main} was started with.
 *
 * @param emulator the emulator to start
 * @param generated the AccessKey pair that was generated because none was given; null if one was
 */
record CommandLine(Emulator.Builder emulator, @Nullable RandomKeyPair generated) {
    static final String USAGE = """
            usage: java -jar ossv4-emulator-<version>-standalone.jar [option...]

              --port N                    port on 127.0.0.1; any free one by default
              --bucket NAME               a bucket, may be repeated; examplebucket by default
              --domain NAME               a domain of your own, may be repeated: requests with this Host have
                                          /bucket/key as their path, requests to BUCKET.NAME have /key
              --domain NAME=BUCKET        a domain of your own that is bound to a bucket, may be repeated:
                                          requests with this Host have /key as their path
              --region ID                 region that requests are signed for; cn-hangzhou by default
              --access-key-id ID          AccessKey pair that requests are signed with. Each of the two
              --access-key-secret SECRET  is taken from the environment, OSS_ACCESS_KEY_ID and
                                          OSS_ACCESS_KEY_SECRET, if not given here, where others on
                                          this machine can see it. A pair from the environment is a
                                          temporary one where OSS_SESSION_TOKEN is set as well. Without
                                          either a random pair is generated and printed at the start
              --cors-origin ORIGIN        web pages of this origin may use it, may be repeated; * for all.
                                          Requests with any other Origin are refused
              --callback-target HOST:PORT callbacks may go to this host and port on this machine or its network,
                                          may be repeated. Those to public addresses are always sent
              --versioning                keep all versions of objects
              --directory DIR             where to keep objects; they go when the emulator ends
              --help                      print this text
            """;

    /**
     * Reads options and environment.
     *
     * @throws IllegalArgumentException if an option is unknown, lacks its value or has a bad one; the message says
     *     which, and never shows a secret
     */
    static CommandLine parse(List<String> arguments, Map<String, String> environment) {
        Emulator.Builder emulator = Emulator.builder();
        String id = set(environment, "OSS_ACCESS_KEY_ID");
        String secret = set(environment, "OSS_ACCESS_KEY_SECRET");
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--port" -> emulator.port(port(value(option, rest)));
                case "--bucket" -> emulator.bucket(value(option, rest));
                case "--domain" -> domain(emulator, value(option, rest));
                case "--region" -> emulator.region(value(option, rest));
                case "--access-key-id" -> id = value(option, rest);
                case "--access-key-secret" -> secret = value(option, rest);
                case "--cors-origin" -> emulator.cors(value(option, rest));
                case "--callback-target" -> emulator.callbackTarget(CallbackTarget.parse(value(option, rest)));
                case "--versioning" -> emulator.versioning(true);
                case "--directory" -> emulator.directory(Path.of(value(option, rest)));
                default -> throw new IllegalArgumentException("unknown option: " + option);
            }
        }
        if (id == null && secret == null) {
            RandomKeyPair generated = RandomKeyPair.generate();
            return new CommandLine(emulator.credentials(generated.credentials()), generated);
        }
        if (id == null) {
            throw new IllegalArgumentException("an AccessKey secret is given, but no AccessKey ID");
        }
        if (secret == null) {
            throw new IllegalArgumentException("an AccessKey ID is given, but no secret: " + id);
        }
        // A token belongs to the pair that it stands beside.
        boolean fromEnvironment = id.equals(environment.get("OSS_ACCESS_KEY_ID"))
                && secret.equals(environment.get("OSS_ACCESS_KEY_SECRET"));
        emulator.credentials(Credentials.of(id, secret, fromEnvironment ? environment.get("OSS_SESSION_TOKEN") : null));
        return new CommandLine(emulator, null);
    }

    /** A variable that is empty is not set, as everywhere else. */
    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
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

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port is not a number: " + text, e);
        }
    }
}
