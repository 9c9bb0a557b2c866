// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are shell scripts")
class CredentialsCommandTest {
    private static final String JSON = "{\"AccessKeyId\":\"STS.1\",\"AccessKeySecret\":\"s3cr3t\","
            + "\"SecurityToken\":\"t0k3n\",\"Expiration\":\"2099-01-01T00:00:00Z\"}";
    private static final ExpiringCredentials CREDENTIALS =
            ExpiringCredentials.of(Credentials.of("STS.1", "s3cr3t", "t0k3n"), EmulatorFixture.FUTURE);

    /** Returns a command that runs a script; {@code $1} is {@link #JSON}. */
    private static CredentialsCommand sh(String script, Duration limit) {
        return new CredentialsCommand(List.of("sh", "-c", script, "sh", JSON), limit);
    }

    private static ExpiringCredentials fetched(String script) throws IOException {
        return sh(script, Duration.ofSeconds(60)).fetch();
    }

    private static String failure(CredentialsFetcher command) {
        IOException e = assertThrows(IOException.class, command::fetch);
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all, true));
        assertFalse(all.toString().contains("s3cr3t"), all::toString);
        return e.getMessage();
    }

    private static String failure(String script) {
        return failure(sh(script, Duration.ofSeconds(60)));
    }

    /** Returns the number of child processes with the marker among their arguments. */
    private static long running(String marker) {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .filter(arguments -> Arrays.asList(arguments).contains(marker))
                        .isPresent())
                .count();
    }

    private static void awaitRunning(String marker, long count) {
        while (running(marker) != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readsTheOutput() throws IOException {
        assertEquals(CREDENTIALS, fetched("printf %s \"$1\""));
        assertEquals(CREDENTIALS, fetched("echo \"$1\"; echo"));
    }

    @Test
    void readsPermanentCredentials() throws IOException {
        assertEquals(
                ExpiringCredentials.never(Credentials.of("id", "s3cr3t")),
                fetched("echo '{\"AccessKeyId\":\"id\",\"AccessKeySecret\":\"s3cr3t\"}'"));
    }

    @Test
    void passesArgumentsWithoutAShell() throws IOException {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Printer.class.getName(), "a b\"$(c)*"));
        assertEquals(
                "a b\"$(c)*",
                new CredentialsCommand(command, Duration.ofSeconds(60))
                        .fetch()
                        .credentials()
                        .accessKeyId());
    }

    /** Prints credentials whose id is its argument. */
    static final class Printer {
        private Printer() {}

        public static void main(String[] arguments) {
            System.out.println(
                    "{\"AccessKeyId\":\"" + arguments[0].replace("\"", "\\\"") + "\",\"AccessKeySecret\":\"s3cr3t\"}");
        }
    }

    @Test
    void closesTheInputOfTheCommand() throws IOException {
        assertEquals(CREDENTIALS, fetched("cat; echo \"$1\""));
    }

    @Test
    void discardsTheErrorOutput() throws IOException {
        assertEquals(CREDENTIALS, fetched("yes x | head -c 1000000 >&2; echo \"$1\"; yes x | head -c 1000000 >&2"));
    }

    @Test
    void reportsTheExitStatus() {
        assertEquals("the command sh ended with status 3", failure("echo \"$1\"; echo s3cr3t >&2; exit 3"));
        assertEquals("the command sh ended with status 137", failure("echo \"$1\"; kill -KILL $$"));
    }

    @Test
    void reportsMissingFields() {
        assertEquals(
                "the command sh returned credentials without AccessKeyId",
                failure("echo '{\"AccessKeySecret\":\"s3cr3t\"}'"));
        assertEquals(
                "the command sh returned no credentials: not a single JSON object",
                failure("echo s3cr3t; echo \"$1\""));
        assertEquals("the command sh returned no credentials: not a single JSON object", failure("true"));
    }

    @Test
    void limitsTheOutputTo64Kilobytes() throws IOException {
        int spaces = CredentialsCommand.LONGEST - JSON.length();
        String script = "printf %s \"$1\"; printf '%" + spaces + "s' ''";
        assertEquals(CREDENTIALS, fetched(script));
        assertEquals("the command sh printed more than 65536 bytes", failure(script + "; printf ' '"));
    }

    @Test
    void killsACommandWithEndlessOutput() {
        String marker = UUID.randomUUID().toString();
        CredentialsCommand endless = new CredentialsCommand(
                List.of("sh", "-c", "trap '' TERM PIPE; while :; do echo s3cr3t; done", "sh", marker),
                Duration.ofSeconds(60));
        assertEquals("the command sh printed more than 65536 bytes", failure(endless));
        awaitRunning(marker, 0);
    }

    @Test
    void killsACommandAfterTheTimeout() {
        String marker = UUID.randomUUID().toString();
        CredentialsCommand stubborn = new CredentialsCommand(
                List.of("sh", "-c", "trap '' TERM INT HUP; echo s3cr3t; while :; do sleep 1; done", "sh", marker),
                Duration.ofMillis(300));
        assertEquals("the command sh did not end within 300 ms", failure(stubborn));
        awaitRunning(marker, 0);
    }

    /** A process that ended stays in the process table until its parent waits for it, but it has no command. */
    private static boolean isRunning(Path pid) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).trim()))
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    @Test
    void killsChildrenOfACommandThatTimedOut(@TempDir Path folder) throws IOException {
        Path child = folder.resolve("child");
        Path grandchild = folder.resolve("grandchild");
        String script = "sh -c 'sleep 300 & echo $! > \"" + grandchild + "\"; wait' & echo $! > '" + child + "';"
                + " while [ ! -s '" + grandchild + "' ]; do :; done; wait";
        Duration limit = Duration.ofSeconds(1);
        do {
            assertEquals("the command sh did not end within " + limit.toMillis() + " ms", failure(sh(script, limit)));
            // A busy machine may need longer to start the children.
            limit = limit.multipliedBy(2);
        } while (!Files.exists(grandchild) || Files.size(grandchild) == 0);
        while (isRunning(child) || isRunning(grandchild)) {
            Thread.onSpinWait();
        }
    }

    /** The output ends only when all processes that inherited it have closed it. */
    @Test
    void acceptsTheOutputWhileAChildIsRunning(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pid");
        try {
            assertEquals(CREDENTIALS, fetched("sleep 300 & echo $! > '" + file + "'; echo \"$1\""));
        } finally {
            ProcessHandle child = ProcessHandle.of(
                            Long.parseLong(Files.readString(file).trim()))
                    .orElseThrow();
            assertTrue(child.isAlive());
            child.destroyForcibly();
        }
    }

    @Test
    void interruptKillsTheCommand() throws Exception {
        String marker = UUID.randomUUID().toString();
        CredentialsCommand sleeping = new CredentialsCommand(
                List.of("sh", "-c", "while :; do sleep 1; done", "sh", marker), Duration.ofSeconds(60));
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            InterruptedIOException e = assertThrows(InterruptedIOException.class, sleeping::fetch);
            assertEquals("interrupted while a command ran: sh", e.getMessage());
            return Thread.interrupted();
        });
        Thread thread = new Thread(task, "interrupted");
        thread.setDaemon(true);
        thread.start();
        awaitRunning(marker, 1);
        thread.interrupt();
        assertTrue(task.get(), "the interrupt status is kept");
        awaitRunning(marker, 0);
    }

    @Test
    void reportsAMissingCommand(@TempDir Path folder) {
        String missing = folder.resolve("credentials").toString();
        String message = failure(new CredentialsCommand(List.of(missing, "--key=s3cr3t"), Duration.ofSeconds(60)));
        assertTrue(message.contains(missing), message);
    }

    @Test
    void rejectsMalformedCommands() {
        assertRejected("the command must have a name", List.of());
        assertRejected("the command must have a name", List.of("", "a"));
        assertRejected("the arguments of the command sh must not contain U+0000", List.of("sh", "s3cr3t\0"));
        assertRejected("the arguments of the command sh must not contain U+0000", List.of("s\0h"));
        assertThrows(NullPointerException.class, () -> CloudCredentials.command(Arrays.asList("sh", null)));
    }

    private static void assertRejected(String message, List<String> command) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CloudCredentials.command(command))
                        .getMessage());
    }

    @Test
    void runsOnceForAllRequests(@TempDir Path folder) throws IOException {
        Path runs = folder.resolve("runs");
        CredentialsSource source = CloudCredentials.command(
                List.of("sh", "-c", "echo run >> \"$2\"; echo \"$1\"", "sh", JSON, runs.toString()));
        for (int i = 0; i < 5; i++) {
            assertEquals(CREDENTIALS.credentials(), source.get());
        }
        assertEquals(List.of("run"), Files.readAllLines(runs));
        source.refused(CREDENTIALS.credentials());
        source.get();
        assertEquals(List.of("run", "run"), Files.readAllLines(runs));
    }
}
