// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.serial.DeserializedValue;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The account that owns an object. Immutable. Serializable to be sent between machines, not to be stored. */
public final class Owner implements Serializable {
    private static final long serialVersionUID = 1;

    private final String id;
    private final String displayName;

    private Owner(String id, String displayName) {
        this.id = id;
        this.displayName = displayName;
    }

    /** Returns the owner in an element; null if there is none. */
    static @Nullable Owner of(XmlElement element) {
        List<XmlElement> owners = element.children("Owner");
        if (owners.isEmpty()) {
            return null;
        }
        String id = owners.get(0).text("ID");
        String name = owners.get(0).text("DisplayName");
        return new Owner(id == null ? "" : id, name == null ? "" : name);
    }

    /** Returns the id of the account; empty if unknown. */
    public String id() {
        return id;
    }

    /** Returns the name of the account, today the same as its id; empty if unknown. */
    public String displayName() {
        return displayName;
    }

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(
                () -> new Owner(Objects.requireNonNull(id, "id"), Objects.requireNonNull(displayName, "displayName")));
    }

    @Override
    public String toString() {
        return PrintableText.escape("Owner{" + id + "}");
    }
}
