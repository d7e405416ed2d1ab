namespace Tocsin.Server.Http;

/// <summary>Code blocks the threads that all share.</summary>
/// <param name="Since">When it was noticed.</param>
/// <param name="Threads">How many there are by now.</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Suspects">What code of others is under way, or was last.</param>
internal sealed record PoolTrouble(DateTimeOffset Since, int Threads, int Most, IReadOnlyList<string> Suspects)
{
    /// <summary>What it is, with the way out.</summary>
    public string Text => Threads >= Most
        ? $"{Blocks}, and there are {Threads} already, as many as limits.threads allows: requests wait. Let it await what it waits for, or raise the limit"
        : $"{Blocks}, of which there are {Threads} now. Let it await what it waits for, or give it 'isolation: process'";

    private string Blocks => $"code blocks the threads that all share{(Suspects.Count == 0 ? "" : $", probably {string.Join(" or ", Suspects)}")}";
}
