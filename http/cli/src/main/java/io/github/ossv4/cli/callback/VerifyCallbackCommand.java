// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.callback.CallbackCheck;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackPublicKey;
import io.github.ossv4.callback.CallbackVerification;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.explain.RawRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a recorded callback request without network access. */
@Command(
        name = "verify",
        description = "Verify the signature of a recorded callback request, offline, with the built-in key of OSS.",
        footer = {
            "  ossv4 callback verify request.txt",
            "  ossv4 callback verify request.txt --key-url http://127.0.0.1:9000/key.pem --key key.pem",
            "",
            "A request is recorded as raw HTTP: request line, headers, empty line, body as it was received.",
            "The exit code is 1 if the request is rejected.",
            "JSON: genuine, failedCheck, reason."
        })
public final class VerifyCallbackCommand extends OutputCommand {
    private static final int MAX_PEM_BYTES = 16 * 1024;

    @Parameters(paramLabel = "REQUEST", description = "File with the request; - is standard input.")
    private String request = "";

    @Option(
            names = "--key-url",
            paramLabel = "URL",
            description = "URL of a key that is trusted in addition, such as that of an emulator; requires --key.")
    private @Nullable String keyUrl;

    @Option(names = "--key", paramLabel = "FILE", description = "File with the key of --key-url, in PEM.")
    private @Nullable String keyFile;

    @Override
    public ExitCode run(Console console) throws IOException {
        CallbackVerifier verifier = verifier(console);
        VerificationResult result = new VerificationResult(verifier.verify(readRequest(console)));
        console.print(result);
        return result.exitCode();
    }

    private CallbackVerifier verifier(Console console) throws IOException {
        CallbackKeySource ofOss = CallbackKeySource.pinned();
        if (keyUrl == null && keyFile == null) {
            return CallbackVerifier.of(ofOss);
        }
        if (keyUrl == null || keyFile == null) {
            throw new UsageException("--key-url and --key require each other");
        }
        String pem = new String(SmallInput.read(keyFile, MAX_PEM_BYTES, console), StandardCharsets.US_ASCII);
        CallbackKeySource given = CallbackKeySource.pinned(keyUrl, CallbackPublicKey.ofPem(pem));
        return CallbackVerifier.of(url -> {
                    CallbackPublicKey key = given.key(url);
                    return key == null ? ofOss.key(url) : key;
                })
                .trusting(keyUrl);
    }

    private ReceivedCallback readRequest(Console console) throws IOException {
        byte[] bytes = SmallInput.read(request, RawRequest.MAX_BYTES, console);
        try {
            return RawRequest.parse(bytes).toCallback();
        } catch (IllegalArgumentException e) {
            throw new UsageException(SmallInput.name(request) + ": " + e.getMessage(), e);
        }
    }

    /** The verification of a recorded callback. */
    private record VerificationResult(CallbackVerification verification) implements Result {
        private static final String ADVICE =
                "every customer of OSS can make it send any body to this URL: require a token of"
                        + " your own in the callback, or compare it with the stored object";

        ExitCode exitCode() {
            return verification.isGenuine() ? ExitCode.SUCCESS : ExitCode.REFUSED;
        }

        @Override
        public String text() {
            CallbackCheck failed = verification.failedCheck();
            return failed == null
                    ? "genuine: the signature is valid\n! advice: " + ADVICE
                    : "rejected: the check " + failed + " failed: " + verification.reason();
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            CallbackCheck failed = verification.failedCheck();
            json.writeBooleanField("genuine", failed == null);
            if (failed != null) {
                json.writeStringField("failedCheck", failed.name());
                json.writeStringField("reason", verification.reason());
            }
        }
    }
}
