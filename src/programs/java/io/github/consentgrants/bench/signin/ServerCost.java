package io.github.consentgrants.bench.signin;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server spends: processor time of its process, and bytes that its threads allocate. */
final class ServerCost implements AutoCloseable {
    private final JMXConnector connector;
    private final OperatingSystemMXBean system;
    private final ThreadMXBean threads;

    /** By thread; what a thread had allocated when it was seen last still counts after its end. */
    private final Map<Long, Long> allocated = new HashMap<>();

    /**
     * What was spent until now. Differences count.
     *
     * @param processorNanos processor time
     * @param allocatedBytes of the threads that were seen
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
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            allocated.merge(ids[i], bytes[i], Math::max);
        }
        long total = allocated.values().stream().mapToLong(Long::longValue).sum();
        return new Spent(system.getProcessCpuTime(), total);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
