using System.Runtime.InteropServices;

namespace Tocsin.Testing;

/// <summary>
/// What the thread at hand has used of a processor: unlike the time on the wall it does not depend on what else the machine does. Zero where
/// the system does not say it.
/// </summary>
public static class CpuTime
{
    // CLOCK_THREAD_CPUTIME_ID.
    private const int OnLinux = 3;
    private const int OnMac = 16;

    /// <summary>What an action uses of the processor on this thread.</summary>
    public static TimeSpan Of(Action action)
    {
        var before = Now();
        action();
        return Now() - before;
    }

    private static TimeSpan Now()
    {
        var clock = OperatingSystem.IsLinux() ? OnLinux : OperatingSystem.IsMacOS() ? OnMac : -1;
        return clock >= 0 && clock_gettime(clock, out var time) == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000) : TimeSpan.Zero;
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
