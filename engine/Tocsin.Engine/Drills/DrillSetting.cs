using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk;

namespace Tocsin.Engine.Drills;

/// <summary>Reads what drills have in common, those on a schedule and those that somebody makes now.</summary>
public static class DrillSetting
{
    /// <summary>How long deliveries may take when nothing says so.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);

    /// <summary>How long they may take at most.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>The level; CRITICAL for an empty text.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadLevel(string text, out AlertLevel level)
    {
        level = AlertLevel.Critical;
        if (text.Length == 0 || (AlertLevels.TryParse(text, out level) && level != AlertLevel.Ok))
            return null;
        return $"the level of a drill is INFO, WARNING or CRITICAL, not '{text}'";
    }

    /// <summary>How long deliveries may take; <see cref="DefaultWait"/> for an empty text.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadWait(string text, out TimeSpan wait)
    {
        wait = DefaultWait;
        if (text.Length == 0)
            return null;
        if (!DurationSetting.TryParse(text, out var nanoseconds) || nanoseconds < 0)
            return $"wait must be {DurationSetting.Expected}, not '{text}'";
        wait = TimeSpan.FromTicks(nanoseconds / 100);
        return wait <= LongestWait ? null : $"wait may be {LongestWait.TotalMinutes} min at most, not '{text}'";
    }
}
