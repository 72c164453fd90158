package io.github.consentgrants.testing;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import org.testcontainers.core.CreateContainerCmdModifier;

/** Publishes the ports of every container on loopback only, those of Testcontainers' own containers included. */
public final class LoopbackOnly implements CreateContainerCmdModifier {
    @Override
    public CreateContainerCmd modify(CreateContainerCmd command) {
        HostConfig configuration = command.getHostConfig();
        Ports published = new Ports();
        configuration.getPortBindings().getBindings().forEach((port, bindings) -> {
            for (Ports.Binding binding : bindings) {
                published.bind(port, new Ports.Binding("127.0.0.1", binding.getHostPortSpec()));
            }
        });
        return command.withHostConfig(configuration.withPortBindings(published));
    }
}
