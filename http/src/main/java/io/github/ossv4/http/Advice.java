// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a refusal, and the setting to change, as a value: a program with its own settings can print it in their
 * words. It has no secrets. Immutable.
 *
 * <pre>{@code
 * try {
 *     bucket.put("hello.txt", "hello");
 * } catch (ServiceException e) {
 *     Advice advice = e.advice();
 *     if (advice != null && advice.setting() == Advice.Setting.REGION) {
 *         System.err.println(e.description() + ": correct app.region, which is " + advice.value());
 *     }
 * }
 * }</pre>
 *
 * @see ServiceException#advice
 */
public final class Advice implements Serializable {
    private static final long serialVersionUID = 1;

    private final String cause;
    private final String remedy;
    private final @Nullable Setting setting;
    private final @Nullable String value;
    private final @Nullable String origin;

    private Advice(
            String cause, String remedy, @Nullable Setting setting, @Nullable String value, @Nullable String origin) {
        this.cause = PrintableText.escape(Objects.requireNonNull(cause, "cause"));
        this.remedy = PrintableText.escape(Objects.requireNonNull(remedy, "remedy"));
        this.setting = setting;
        this.value = value;
        this.origin = origin;
    }

    /** A setting of the client, or of what is around it. */
    public enum Setting {
        /** The host that requests are sent to. */
        ENDPOINT,

        /** How the bucket is addressed: as a part of the host, in the path, or by its own domain. */
        ADDRESSING,

        /** The endpoint of presigned URLs and forms. */
        PRESIGN_ENDPOINT,

        /** The region that requests are signed for. */
        REGION,

        /** The name of the bucket. */
        BUCKET,

        /** The AccessKey ID or its secret. */
        ACCESS_KEY,

        /** The security token of temporary credentials, or the credentials with it. */
        SECURITY_TOKEN,

        /** The clock of the machine. */
        CLOCK
    }

    /** Returns advice that names no setting. */
    public static Advice of(String cause) {
        return new Advice(cause, "", null, null, null);
    }

    /**
     * Returns this advice about a setting.
     *
     * @param presentValue null if it is not known
     */
    public Advice about(Setting settingToChange, @Nullable String presentValue) {
        return new Advice(cause, remedy, Objects.requireNonNull(settingToChange, "setting"), presentValue, origin);
    }

    /** Returns this advice with the origin of the setting's value, such as the name of a file; null for none. */
    public Advice from(@Nullable String originOfValue) {
        return new Advice(cause, remedy, setting, value, originOfValue);
    }

    /** Returns this advice with a remedy in words of the client's builder, as the end of a sentence. */
    public Advice remedy(String endOfSentence) {
        return new Advice(cause, endOfSentence, setting, value, origin);
    }

    /** Returns the cause, as a clause that names no method. */
    public String cause() {
        return cause;
    }

    /** Returns the remedy, which names methods of the builder, as the end of a sentence. Empty if the cause has it. */
    public String remedy() {
        return remedy;
    }

    /** Returns the setting to change; null if it is none of the client, such as a policy. */
    public @Nullable Setting setting() {
        return setting;
    }

    /** Returns the present value of the setting; null if it is not known, or secret. */
    public @Nullable String value() {
        return value;
    }

    /** Returns where the value is from, such as the name of a file; null if it is not known. */
    public @Nullable String origin() {
        return origin;
    }

    /** Returns the cause and the remedy, as messages of exceptions have them. */
    @Override
    public String toString() {
        return cause + remedy;
    }
}
