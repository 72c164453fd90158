package io.github.consentgrants.bench.signin;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server spends: processor time of its process, and bytes that its threads allocate. */
final class ServerCost implements AutoCloseable {
    private final JMXConnector connector;
    private final OperatingSystemMXBean system;
    private final ThreadMXBean threads;

    /**
     * What was spent until now. Differences count.
     *
     * @param processorNanos processor time
     * @param allocatedBytes of the threads that live
     */
    record Spent(long processorNanos, long allocatedBytes) {
        static final Spent NOTHING = new Spent(0, 0);
    }

    private ServerCost(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection server = connector.getMBeanServerConnection();
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class);
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Attaches to a running Java process of this user. */
    @SuppressWarnings("BanJNDI") // The address is this process's own, as it has just said itself.
    static ServerCost of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            String address = machine.startLocalManagementAgent();
            return new ServerCost(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } finally {
            machine.detach();
        }
    }

    Spent spent() {
        long allocated = LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        return new Spent(system.getProcessCpuTime(), allocated);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
