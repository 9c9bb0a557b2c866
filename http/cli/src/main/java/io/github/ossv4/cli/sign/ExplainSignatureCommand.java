// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.SmallInput;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.credentials.CloudCredentials;
import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.explain.ErrorExplanation;
import io.github.ossv4.explain.MalformedRequestException;
import io.github.ossv4.explain.RawRequest;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains an error document of OSS, above all SignatureDoesNotMatch. */
@Command(
        name = "signature",
        description = "Explain an error document of OSS, such as SignatureDoesNotMatch.",
        footer = {
            "  ossv4 explain signature error.xml",
            "  ossv4 explain signature error.xml --request request.txt",
            "",
            "A request is recorded as raw HTTP: request line, headers, empty line, body.",
            "With the client's AccessKey pair in the environment or --profile, its mistake is named;",
            "otherwise possible mistakes are listed. Secrets are not shown.",
            "The exit code is 0 if the cause of the error is found, otherwise 1.",
            "JSON: facts (name, value), problems, advice."
        })
public final class ExplainSignatureCommand extends OutputCommand {
    /** Method, path, query, an empty line after the headers, additional headers, payload. */
    private static final int LINES = 6;

    private static final String START = "<Error>";
    private static final String END = "</Error>";
    private static final int MAX_ERROR_BYTES = 1 << 20;

    @Parameters(paramLabel = "ERROR.xml", description = "File with the error document; - is standard input.")
    private String error = "";

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "File with the request as its client sent it, or with the presigned URL as it was issued, to"
                    + " find what was changed.")
    private @Nullable String request;

    @Option(
            names = "--canonical-request",
            paramLabel = "FILE",
            description = "File with the canonical request that the client signed, to find what differs.")
    private @Nullable String canonicalRequest;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Profile of Alibaba Cloud's CLI with the AccessKey pair of the client; default: the environment.")
    private @Nullable String profile;

    @Override
    public ExitCode run(Console console) throws IOException {
        if (request != null && canonicalRequest != null) {
            throw new UsageException("give --request or --canonical-request, not both");
        }
        if (error.equals(SmallInput.STANDARD_INPUT) && (error.equals(request) || error.equals(canonicalRequest))) {
            throw new UsageException("only one of the files can be standard input");
        }
        ErrorResponse document = parse(SmallInput.read(error, MAX_ERROR_BYTES, console));
        if (document == null) {
            throw new UsageException(
                    SmallInput.name(error) + ": contains no error document of OSS, <Error><Code>…</Code>…</Error>");
        }
        ErrorExplanation explanation = ErrorExplanation.of(document);
        Credentials credentials = credentials();
        if (credentials != null) {
            explanation = explanation.credentials(credentials);
        }
        if (request != null) {
            explanation = explanation.sent(readRequest(request, document, console));
        }
        if (canonicalRequest != null) {
            explanation = explanation.signed(readCanonicalRequest(canonicalRequest, console), null);
        }
        ExplanationResult result = new ExplanationResult(explanation.explain());
        console.print(result);
        return result.ofSearch();
    }

    /** Returns the error of a document that may be within a log or a whole response; null if there is none. */
    private static @Nullable ErrorResponse parse(byte[] bytes) {
        ErrorResponse alone = ErrorResponse.parse(bytes);
        if (alone != null) {
            return alone;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int start = text.indexOf(START);
        int end = text.indexOf(END, Math.max(start, 0));
        return start < 0 || end < 0
                ? null
                : ErrorResponse.parse(text.substring(start, end + END.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the credentials of the client; null if there are none. */
    private @Nullable Credentials credentials() {
        try {
            return (profile == null ? CredentialsSource.environment() : CloudCredentials.cliProfile(profile)).get();
        } catch (IOException | IllegalStateException e) {
            if (profile == null) {
                return null;
            }
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String readCanonicalRequest(String file, Console console) throws IOException {
        String text = new String(SmallInput.read(file, MAX_ERROR_BYTES, console), StandardCharsets.UTF_8);
        if (text.lines().count() < LINES) {
            throw new UsageException(
                    SmallInput.name(file) + ": is not a canonical request, which has at least " + LINES + " lines");
        }
        return text;
    }

    private static RawRequest readRequest(String file, ErrorResponse document, Console console) throws IOException {
        byte[] bytes = SmallInput.read(file, RawRequest.MAX_BYTES, console);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).trim();
        // Of a URL, the method and the headers are known from the server alone.
        String[] received =
                document.details().getOrDefault("CanonicalRequest", "").split("\n", 4);
        boolean isUrl = text.matches("https?://\\S+") && received.length == 4;
        String url = received[0] + ' ' + text + " HTTP/1.1\n" + received[received.length - 1];
        try {
            return RawRequest.parseHead(isUrl ? url.getBytes(StandardCharsets.UTF_8) : bytes);
        } catch (MalformedRequestException e) {
            throw new UsageException(SmallInput.name(file) + ": " + e.getMessage(), e);
        }
    }
}
