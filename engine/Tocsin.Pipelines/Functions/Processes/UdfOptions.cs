namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>The section <c>udf</c> of the configuration: functions of other processes, which scripts use behind <c>@</c>.</summary>
public sealed record UdfOptions
{
    /// <summary>The functions by name. Default: none.</summary>
    public IReadOnlyDictionary<string, ProcessFunctionOptions> Functions { get; init; } = new Dictionary<string, ProcessFunctionOptions>();
}
