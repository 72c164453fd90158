package io.github.consentgrants.setup;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One change of a realm that a plan asks for. */
sealed interface Change {
    /** Returns what is done, for administrators. */
    String text();

    /** Registers the required action, enabled. */
    record RegisterAction(String alias, Map<String, String> settings) implements Change {
        public RegisterAction {
            settings = Map.copyOf(settings);
        }

        @Override
        public String text() {
            return "register and enable the required action '" + alias + "' with the settings " + Texts.of(settings);
        }
    }

    /**
     * Changes a model of the required action.
     *
     * @param alias its alias from then on
     * @param settings all of its settings from then on
     * @param reasons what is done to it
     */
    record UpdateAction(String id, String alias, Map<String, String> settings, List<String> reasons) implements Change {
        public UpdateAction {
            settings = Map.copyOf(settings);
            reasons = List.copyOf(reasons);
        }

        @Override
        public String text() {
            return "required action '" + alias + "': " + String.join(", ", reasons);
        }
    }

    /** Makes a flow with the steps of another one in a REQUIRED sub-flow, and the authenticator REQUIRED after it. */
    record CopyFlow(BrowserFlow from, String alias) implements Change {
        @Override
        public String text() {
            return "copy the flow '" + from.alias() + "' into a REQUIRED sub-flow of the new flow '" + alias
                    + "', with the authenticator REQUIRED after it";
        }
    }

    /**
     * Binds the flow for browsers.
     *
     * @param id empty for the flow that this very plan makes
     */
    record BindFlow(String alias, Optional<String> id) implements Change {
        @Override
        public String text() {
            return "bind the flow '" + alias + "' for browsers";
        }
    }

    /** Makes the client scope with the mapper. */
    record AddScope(String name) implements Change {
        @Override
        public String text() {
            return "add the client scope '" + name
                    + "' with the mapper that tells which approval a token comes from, as a"
                    + " default of the realm and of its gated clients";
        }
    }

    /** Deletes that client scope. */
    record DeleteScope(String id, String name) implements Change {
        @Override
        public String text() {
            return "delete the client scope '" + name + "'";
        }
    }

    /** Deletes a flow. */
    record DeleteFlow(String id, String alias) implements Change {
        @Override
        public String text() {
            return "delete the flow '" + alias + "'";
        }
    }
}
