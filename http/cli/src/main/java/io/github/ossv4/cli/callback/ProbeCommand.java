// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.callback;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.bucket.CallbackBodyOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Console;
import io.github.ossv4.cli.output.ExitCode;
import io.github.ossv4.cli.output.OutputCommand;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.cli.output.WholeNumber;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import okhttp3.HttpUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls an application server as OSS would, and reports how OSS would handle its response. */
@Command(
        name = "probe",
        description = "Call an application server as OSS does after an upload.",
        footer = {
            "  ossv4 callback probe https://app.example.com/uploaded --var x:user=42",
            "  ossv4 callback probe http://127.0.0.1:8080/uploaded --key-port 9000",
            "",
            "The request is signed by a key of this run, not by OSS. While the command runs, the key is at",
            "http://127.0.0.1:PORT/callback_pub_key_v1.pem, for a server that trusts this URL.",
            "The whole call takes at most 5 seconds, of which Java needs some tenths to load its classes. The",
            "exit code is 1 if OSS would not accept the response; it is 0 for a right response of a server that",
            "OSS cannot call. An https server receives its name in the TLS handshake, as with callbackSNI.",
            "JSON: url, addresses, failure, status, contentType, contentLength, body (its start), milliseconds,",
            "keyUrl, relayed, called (whether OSS calls the address), ec, message, reason, advice."
        })
public final class ProbeCommand extends OutputCommand {
    @Mixin
    private CallbackBodyOptions body = new CallbackBodyOptions();

    @Parameters(paramLabel = "URL", description = "The callback URL.")
    private String url = "";

    @Option(
            names = "--object",
            paramLabel = "oss://BUCKET/KEY",
            description = "Object that the body is about; default: oss://examplebucket/example.txt.")
    private OssUrl object = OssUrl.parse("oss://examplebucket/example.txt");

    @Option(
            names = "--key-port",
            paramLabel = "PORT",
            converter = Port.class,
            description = "Port on this machine for the public key; default: a free one.")
    private int keyPort;

    /** TCP ports; 0 selects a free one. */
    static final class Port extends WholeNumber {
        Port() {
            super(0, 65_535);
        }
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        Callback callback = body.callbackTo(List.of(url));
        HttpUrl target = HttpUrl.parse(url);
        if (target == null) {
            throw new UsageException("the URL must be a URL of http or https");
        }
        try (ProbeKey key = ProbeKey.start(keyPort)) {
            ProbeRequest request = ProbeRequest.of(target, callback, object, key, Instant.now());
            ProbeReport report = Probe.run(request, key.url(), Probe.LIMIT);
            console.print(report);
            return report.exitCode();
        }
    }
}
