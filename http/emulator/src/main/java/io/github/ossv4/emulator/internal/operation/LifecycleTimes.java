// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The times of the actions in a lifecycle rule, as the suite of oss2 expects them: an object becomes colder, then
 * expires; days and dates are not mixed. Other limits of times are not checked.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketlifecycle">PutBucketLifecycle</a>
 */
final class LifecycleTimes {
    /** From the warmest to the coldest. */
    private static final List<String> CLASSES = List.of("IA", "Archive", "ColdArchive", "DeepColdArchive");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private LifecycleTimes() {}

    static void check(XmlElement rule) {
        List<XmlElement> actions = rule.children();
        if (hasTime(rule, "Days") && (hasTime(rule, "Date") || hasTime(rule, "CreatedBeforeDate"))) {
            throw OssError.INVALID_REQUEST.saying("A rule must not have both days and dates.");
        }
        for (XmlElement later : actions) {
            for (XmlElement earlier : actions) {
                if (isTooEarly(later, earlier)) {
                    throw OssException.invalidArgument(
                            "The action must not be due before the transition to a warmer class.",
                            later.name(),
                            Integer.toString(days(later)));
                }
            }
        }
    }

    /** Returns whether an action on objects has such a time. AbortMultipartUpload is an action on uploads. */
    private static boolean hasTime(XmlElement rule, String time) {
        return rule.children().stream()
                .anyMatch(action -> !action.name().startsWith("Abort")
                        && !action.children(time).isEmpty());
    }

    private static boolean isTooEarly(XmlElement later, XmlElement earlier) {
        return stage(earlier) >= 0
                && stage(later) > stage(earlier)
                && isNoncurrent(later) == isNoncurrent(earlier)
                && days(later) < days(earlier);
    }

    private static boolean isNoncurrent(XmlElement action) {
        return action.name().startsWith("Noncurrent");
    }

    /** Returns the position of an action in the order warm class, cold class, expiration; -1 without days. */
    private static int stage(XmlElement action) {
        return days(action) < 0
                ? -1
                : action.name().endsWith("Expiration")
                        ? CLASSES.size()
                        : CLASSES.indexOf(BucketDocument.text(action, "StorageClass"));
    }

    /** Returns the number of days of an action; -1 if it has none. */
    private static int days(XmlElement action) {
        String days = BucketDocument.text(action, isNoncurrent(action) ? "NoncurrentDays" : "Days");
        return NUMBER.matcher(days).matches() ? Integer.parseInt(days) : -1;
    }
}
