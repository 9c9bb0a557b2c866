// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link Emulator} from the command line until it is killed. {@code --help} lists the options. Exits with status
 * 2 if they are wrong, with 1 if it cannot start.
 */
public final class Main {
    private Main() {}

    /** Starts an emulator, says on the standard output how to reach it, and waits. */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
            System.out.print(CommandLine.USAGE);
            return;
        }
        try {
            CommandLine line = CommandLine.parse(List.of(arguments), System.getenv());
            Emulator emulator = line.emulator().start();
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close));
            introduce(emulator, line.generated(), System.out);
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

    /** Prints how to reach an emulator. The secret is printed only if it was generated: nobody knows it otherwise. */
    static void introduce(Emulator emulator, @Nullable RandomKeyPair generated, PrintStream out) {
        out.println("OSS emulator, until you press Ctrl-C");
        out.println("  endpoint           " + emulator.endpoint());
        out.println("  region             " + emulator.region());
        emulator.buckets().forEach(bucket -> out.println("  bucket             " + bucket));
        emulator.domains().forEach(domain -> out.println("  domain             " + domain));
        out.println("  AccessKey ID       " + emulator.credentials().accessKeyId());
        out.println("  AccessKey secret   " + (generated == null ? "the one you gave" : generated.secret()));
        out.println("  callback key       " + emulator.publicKeyUrl());
        out.println();
        out.println("Point a client that signs with V4 to the endpoint. Unsigned requests are refused:");
        out.println("  curl -i " + emulator.endpoint() + "/" + emulator.bucket() + "/hello.txt");
        out.flush();
    }
}
