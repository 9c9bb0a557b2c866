// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.console.Console;
import io.github.ossv4.emulator.internal.server.EmulatorServer;
import io.github.ossv4.emulator.internal.server.FatalErrorExit;
import io.github.ossv4.emulator.internal.server.JarClasses;
import io.github.ossv4.emulator.internal.server.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The command line of an {@link Emulator}, which runs until the process is killed. {@code --help} lists the options.
 * The exit status is 2 for invalid options, 1 if the emulator cannot start, 3 if it has no memory left or its jar was
 * changed, and 143 after {@code SIGTERM}, as Java defines it.
 *
 * <p>Rule: The emulator's jar needs no library, and other versions of its libraries do not affect it ({@code
 * EmulatorJarIT}).
 */
public final class Main {
    /** The maximum for a URL that is signed with a security token. */
    private static final Duration URL_VALIDITY = Duration.ofHours(12);

    private Main() {}

    /**
     * Starts an emulator, prints its endpoint and credentials, and waits.
     *
     * @param arguments the options, see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        String program = "java -jar ossv4-emulator-<version>.jar";
        try {
            serve(program, arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("Try '" + program + " --help'.");
            System.exit(2);
        } catch (IOException e) {
            // An exception of the JDK, a subclass, often has only a path as its message, or none.
            System.err.println(e.getClass() == IOException.class ? e.getMessage() : "cannot start: " + e);
            System.exit(1);
        }
    }

    /**
     * Like {@link #main}, for a program that contains the emulator. Failures are thrown; the process exits, with status
     * 3, only if no memory is left or the jar was changed. Returns only for {@code --help} and {@code --check-health}.
     *
     * @param program how users call the emulator, for its usage
     * @param arguments the options, see {@code --help}
     * @throws IllegalArgumentException if an option is invalid
     * @throws IOException if the emulator cannot start, or does not respond to {@code --check-health}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void serve(String program, String... arguments) throws IOException, InterruptedException {
        List<String> options = List.of(arguments);
        if (options.contains("--help") || options.contains("-h")) {
            System.out.print(CommandLine.usage(program));
            return;
        }
        if (options.contains("--check-health")) {
            HealthCheck.of(options).run();
            return;
        }
        FatalErrorExit.install();
        CommandLine.Arguments settings = CommandLine.parse(options, System.getenv());
        settings.deleteFiles();
        Emulator emulator = settings.emulator.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            settings.deleteFiles();
            emulator.close();
        }));
        settings.writeFiles(emulator);
        introduce(emulator.server(), System.out);
        JarClasses.load();
        new CountDownLatch(1).await();
    }

    /** Prints the endpoint and credentials of an emulator. The secret is printed only if it is random. */
    static void introduce(EmulatorServer emulator, PrintStream out) {
        Settings settings = emulator.settings();
        out.println("OSS emulator, stop it with Ctrl-C");
        out.println("  endpoint           " + emulator.serviceEndpoint());
        if (emulator.httpsEndpoint() != null) {
            out.println("  https              " + emulator.httpsEndpoint() + ", after clients trust "
                    + emulator.endpoint() + Console.CA);
        }
        if (emulator.nameEndpoint() != null) {
            out.println("  endpoint by name   " + emulator.nameEndpoint() + ", for clients that refuse IP addresses");
        }
        if (settings.strictness() == EndpointRules.Strictness.NEW_ACCOUNT) {
            out.println("  public endpoint    " + emulator.serviceEndpoint().replace("-internal", "")
                    + ", refuses objects as OSS does");
        }
        out.println("  region             " + settings.region);
        out.println("  signatures         " + (settings.acceptsV1 ? "V4 and V1" : "V4"));
        settings.bucketNames().forEach(bucket -> out.println("  bucket             " + bucket));
        settings.domains.values().forEach(domain -> out.println("  domain             " + domain));
        out.println("  AccessKey ID       " + emulator.accessKey().id());
        out.println("  AccessKey secret   "
                + (settings.keys.isEmpty() ? emulator.accessKey().secret() : "the one you gave"));
        out.println("  callback key       " + emulator.publicKeyUrl());
        out.println("  health             " + emulator.endpoint() + Console.HEALTH);
        if (settings.page) {
            out.println("  page               " + emulator.endpoint() + "/");
        }
        if (settings.admin) {
            out.println("  admin              " + emulator.endpoint() + "/-/faults");
        }
        if (emulator.isReachableFromOtherMachines()) {
            out.println();
            out.println(
                    "WARNING: other machines can connect. Whoever has the AccessKey pair can store and read objects.");
            if (settings.page) {
                out.println("The page needs no signature and has links to all objects; --no-page turns it off.");
            }
            if (settings.admin) {
                out.println("The admin endpoint needs no signature and can delete all objects.");
            }
        }
        out.println();
        out.println("Variables of ossv4 and other programs:");
        out.println("  export OSS_ENDPOINT=" + emulator.serviceEndpoint() + " OSS_REGION=" + settings.region);
        if (settings.keys.isEmpty()) {
            out.println("  export OSS_ACCESS_KEY_ID=" + emulator.accessKey().id() + " OSS_ACCESS_KEY_SECRET="
                    + emulator.accessKey().secret());
        }
        out.println("Use the endpoint with any OSS client that signs with "
                + (settings.acceptsV1 ? "V4 or V1" : "V4")
                + ". Or store an object and read it, within 12 hours:");
        out.println("  echo hello | curl -T - '" + emulator.presign("PUT", "hello.txt", URL_VALIDITY) + "'");
        out.println("  curl '" + emulator.presign("GET", "hello.txt", URL_VALIDITY) + "'");
        out.flush();
    }
}
