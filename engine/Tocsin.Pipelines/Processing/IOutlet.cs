namespace Tocsin.Pipelines.Processing;

/// <summary>A node that hands data to another system, and keeps what that does not take.</summary>
internal interface IOutlet
{
    /// <summary>Why it can keep no more; null while it can. For any thread.</summary>
    string? WhyFull { get; }
}
