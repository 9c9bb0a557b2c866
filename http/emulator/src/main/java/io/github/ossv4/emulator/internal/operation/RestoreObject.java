// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.ObjectSettings;
import io.github.ossv4.emulator.internal.object.ObjectState;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations RestoreObject and CleanRestoredObject.
 *
 * <p>Rule: Archived objects can be read while they are restored, by the emulator's clock ({@code RestoreObjectTest}).
 */
final class RestoreObject {
    private static final String STANDARD = "Standard";

    /** The longest time that OSS documents for each storage class and priority. */
    private static final Map<String, Map<String, Duration>> DURATIONS = Map.of(
            "Archive",
            Map.of(STANDARD, Duration.ofMinutes(1)),
            "ColdArchive",
            Map.of("Expedited", Duration.ofHours(1), STANDARD, Duration.ofHours(5), "Bulk", Duration.ofHours(12)),
            "DeepColdArchive",
            Map.of("Expedited", Duration.ofHours(12), STANDARD, Duration.ofHours(48)));

    /** The document that an empty body stands for. */
    private static final byte[] DEFAULT = "<RestoreRequest/>".getBytes(StandardCharsets.US_ASCII);

    static final OssOperation OPERATION =
            OssOperation.onObject("RestoreObject", "POST").marker("restore").starting(RestoreObject::start);

    static final OssOperation CLEAN = OssOperation.onObject("CleanRestoredObject", "POST")
            .marker("cleanRestoredObject")
            .respondingForVersion(RestoreObject::clean);

    private RestoreObject() {}

    private static Execution start(Call call) {
        ObjectReference reference = call.reference();
        return DocumentExecution.of(call, DocumentExecution.MAX_SETTINGS_BYTES, body -> restore(call, reference, body));
    }

    private static ServerResponse restore(Call call, ObjectReference reference, byte[] body) {
        XmlElement root = DocumentExecution.checked(
                DocumentExecution.parseSettings(body.length == 0 ? DEFAULT : body), "RestoreRequest", any -> true);
        List<XmlElement> parameters = root.children("JobParameters");
        String given = parameters.isEmpty() ? null : parameters.get(0).text("Tier");
        String tier = given == null ? STANDARD : given;
        Instant now = call.now();
        StoredObject object = call.store()
                .change(
                        reference,
                        "POST",
                        before -> before.attributes()
                                .withState(restore(before.attributes().settings(), root, tier, now)));
        ObjectSettings settings = object.attributes().settings();
        return object.describeVersion(ServerResponse.of(settings.state().isRestoring(now) ? 202 : 200))
                .header("x-oss-object-restore-priority", isCold(settings) ? tier : null);
    }

    private static boolean isCold(ObjectSettings settings) {
        return !settings.storageClass().equals("Archive");
    }

    private static ObjectState restore(ObjectSettings settings, XmlElement root, String tier, Instant now) {
        Map<String, Duration> durations = DURATIONS.get(settings.storageClass());
        if (durations == null) {
            throw OssError.OPERATION_NOT_SUPPORTED.with(
                    "Detail", "RestoreObject operation does not support this object storage class");
        }
        boolean isCold = isCold(settings);
        for (XmlElement child : root.children()) {
            if (!child.name().equals("Days") && !(child.name().equals("JobParameters") && isCold)) {
                throw OssException.malformedXml("0016-00000714", "the node " + child.name() + " is not supported.");
            }
        }
        if (DURATIONS.values().stream().noneMatch(tiers -> tiers.containsKey(tier))) {
            throw OssException.invalidArgument("The tier must be Expedited, Standard or Bulk.", "Tier", tier);
        }
        Duration duration = durations.get(tier);
        if (duration == null) {
            throw OssException.malformedXml("0016-00000703", "the Tier is invalid.");
        }
        int maxDays = isCold ? 365 : 7;
        int days = days(root.text("Days"));
        if (days < 1 || days > maxDays) {
            throw OssException.malformedXml(
                    isCold ? "0016-00000704" : "0016-00000708", "the Days must be between 1 and " + maxDays + ".");
        }
        ObjectState state = settings.state();
        if (state.isRestored(now)) {
            return state.extended(days, maxDays);
        }
        ObjectState started = state.restoring(now.plus(duration), days);
        // A higher priority accelerates a restore.
        if (state.isRestoring(now) && started.restored() >= state.restored()) {
            throw OssError.RESTORE_ALREADY_IN_PROGRESS.exception();
        }
        return started;
    }

    private static int days(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    private static ServerResponse clean(Call call, ObjectReference reference) {
        Instant now = call.now();
        return call.store()
                .change(reference, "POST", object -> {
                    ObjectSettings settings = object.attributes().settings();
                    if (!settings.isArchived()) {
                        // OSS documents no EC for this operation.
                        throw OssError.OPERATION_NOT_SUPPORTED.saying(
                                "The operation is not supported for this storage class.");
                    }
                    if (settings.state().isRestoring(now)) {
                        throw OssError.ARCHIVE_RESTORE_NOT_FINISHED.exception();
                    }
                    if (!settings.state().isRestored(now)) {
                        throw OssError.ARCHIVE_RESTORE_FILE_STALE.exception();
                    }
                    return object.attributes().withState(settings.state().archived());
                })
                .describeVersion(ServerResponse.of(200));
    }
}
