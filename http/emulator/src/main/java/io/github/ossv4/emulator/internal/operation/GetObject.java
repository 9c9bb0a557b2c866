// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.emulator.internal.access.ResponseOverrides;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.OpenObject;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.IOException;

/** The operations that return an object, or a range of its bytes, or its headers. */
final class GetObject {
    private static final String RANGE_BEHAVIOR = "x-oss-range-behavior";

    static final OssOperation GET = OssOperation.onObject("GetObject", "GET")
            .parameters(ResponseOverrides.HEADERS.keySet())
            .parameters(TrafficLimit.NAME)
            .headers(PermittedHeaders.CONDITIONS)
            .headers(RANGE_BEHAVIOR)
            .publicRead()
            .faults(
                    FaultKind.DOWNLOAD_RESET,
                    FaultKind.DOWNLOAD_CUT,
                    FaultKind.FLIPPED_BYTE,
                    FaultKind.WRONG_CRC64,
                    FaultKind.NO_CRC64)
            .respondingForVersion(GetObject::get);

    /** Returns the headers without the bytes. */
    static final OssOperation HEAD = OssOperation.onObject("HeadObject", "HEAD")
            .headers(PermittedHeaders.CONDITIONS)
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .respondingForVersion(GetObject::head);

    /** Returns only the size, checksums and time. Some SDKs use it to check that an object exists. */
    static final OssOperation META = OssOperation.onObject("GetObjectMeta", "HEAD")
            .orMethod("GET")
            .marker("objectMeta")
            .publicRead()
            .faults(FaultKind.WRONG_CRC64, FaultKind.NO_CRC64)
            .respondingForVersion(GetObject::meta);

    private GetObject() {}

    private static ServerResponse get(Call call, ObjectReference reference) throws IOException {
        OpenObject open = call.store().open(reference, "GET");
        try {
            StoredObject target = open.object().target();
            if (new RequestConditions(call.request(), "").isNotModified(target)) {
                open.close();
                return target.notModified();
            }
            try {
                target.checkReadable(reference.name(), call.now());
            } catch (OssException e) {
                // The C SDK compares it even with an error.
                throw e.withHeader(
                        ServerResponse.CRC64, Crc64.toString(target.body().crc64()));
            }
            return respond(call, open);
        } catch (Throwable t) {
            open.close();
            throw t;
        }
    }

    private static ServerResponse respond(Call call, OpenObject open) {
        ResolvedObject object = open.object();
        StoredObject target = object.target();
        long size = target.body().size();
        call.request()
                .head()
                .trace()
                .version(target.versionId() + ' ' + target.body().etag());
        boolean standard = "standard".equalsIgnoreCase(call.header(RANGE_BEHAVIOR));
        ByteRange range = ByteRange.of(call.header("range"), size, standard);
        ServerResponse response = describe(call, object, range == null ? 200 : 206);
        call.request().query().forEach((parameter, value) -> {
            String header = ResponseOverrides.HEADERS.get(parameter);
            if (header != null) {
                checkHeaderValue(parameter, value);
                response.header(header, value);
            }
        });
        if (range == null) {
            ServerResponse whole = open.addTo(response, 0, size);
            return GzipCompression.applies(call.request(), target) ? whole.gzip() : whole;
        }
        response.header("Content-Range", range.contentRange(size));
        return open.addTo(response, range.first(), range.length());
    }

    private static void checkHeaderValue(String parameter, String value) {
        if (value.codePoints().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw OssException.invalidArgument("The value is invalid in a header.", parameter, value);
        }
    }

    private static ServerResponse head(Call call, ObjectReference reference) {
        ResolvedObject object = call.store().resolve(reference, "HEAD");
        StoredObject target = object.target();
        if (new RequestConditions(call.request(), "").isNotModified(target)) {
            return target.notModified();
        }
        ServerResponse response =
                describe(call, object, 200).contentLength(target.body().size());
        return GzipCompression.applies(call.request(), target) ? response.gzip() : response;
    }

    private static ServerResponse describe(Call call, ResolvedObject object, int status) {
        ServerResponse response = object.describe(ServerResponse.of(status), call.now());
        String type = object.target().attributes().metadata().contentType();
        return call.services().endpoints().forcesDownload(call.request(), type)
                ? response.header("Content-Disposition", "attachment")
                        .header("x-oss-force-download", "true")
                        .header("x-oss-ec", "0048-00000001")
                : response;
    }

    private static ServerResponse meta(Call call, ObjectReference reference) {
        String method = call.request().method();
        StoredObject object = call.store().get(reference, method);
        ServerResponse response = object.describeTime(object.identify(ServerResponse.of(200)))
                .contentLength(object.body().size());
        // Clients read the size from the length of a body that does not follow. The end of the connection completes it.
        return method.equals("GET") ? response.ending(ServerResponse.Ending.CLOSE) : response;
    }
}
