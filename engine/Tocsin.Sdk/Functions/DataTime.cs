namespace Tocsin.Sdk.Functions;

/// <summary>Times of data, which count nanoseconds, as times of .NET, which count 100 of them.</summary>
internal static class DataTime
{
    public static long ToUnixNanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick;

    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds) =>
        new(DateTime.UnixEpoch.Ticks + FloorDivide(nanoseconds, TimeSpan.NanosecondsPerTick), TimeSpan.Zero);

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
