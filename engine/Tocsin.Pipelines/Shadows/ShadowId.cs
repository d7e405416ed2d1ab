namespace Tocsin.Pipelines.Shadows;

/// <summary>Ids of tasks that run beside live ones: <c>cpu_alert.shadow</c> beside <c>cpu_alert</c>.</summary>
public static class ShadowId
{
    /// <summary>How they end.</summary>
    public const string Suffix = ".shadow";

    /// <summary>True for the id of a shadow.</summary>
    public static bool IsShadow(string task) => task.Length > Suffix.Length && task.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>The id of a live task's shadow.</summary>
    public static string Of(string live) => live + Suffix;

    /// <summary>The live task beside which a shadow runs; the task itself when it is none.</summary>
    public static string LiveOf(string task) => IsShadow(task) ? task[..^Suffix.Length] : task;
}
