// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The command line of an {@link Emulator}, which runs until the process is killed. {@code --help} lists the options. The exit
 * status is 2 for invalid options, 1 if the emulator cannot start, and 3 if it has no memory left.
 */
public final class Main {
    private Main() {}

    /**
     * Starts an emulator, prints its endpoint and credentials, and waits.
     *
     * @param arguments the options, see {@code --help}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            System.out.print(CommandLine.USAGE);
            return;
        }
        OutOfMemoryExit.install();
        try {
            Emulator emulator =
                    CommandLine.parse(List.of(arguments), System.getenv()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
            introduce(emulator, System.out);
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(CommandLine.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("cannot start: " + e);
            System.exit(1);
        }
    }

    /** Prints the endpoint and credentials of an emulator. The secret is printed only if it is random. */
    static void introduce(Emulator emulator, PrintStream out) {
        out.println("OSS emulator, stop it with Ctrl-C");
        out.println("  endpoint           " + emulator.endpoint());
        out.println("  region             " + emulator.region());
        emulator.buckets().forEach(bucket -> out.println("  bucket             " + bucket));
        emulator.domains().forEach(domain -> out.println("  domain             " + domain));
        out.println("  AccessKey ID       " + emulator.accessKeyId());
        out.println("  AccessKey secret   "
                + (emulator.hasRandomAccessKey() ? emulator.accessKeySecret() : "the one you gave"));
        out.println("  callback key       " + emulator.publicKeyUrl());
        out.println();
        out.println("Use the endpoint with any client that signs with V4. Unsigned requests are rejected:");
        out.println("  curl -i " + emulator.endpoint() + "/" + emulator.bucket() + "/hello.txt");
        out.flush();
    }
}
