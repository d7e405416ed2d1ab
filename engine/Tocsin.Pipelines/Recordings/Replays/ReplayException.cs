namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>A replay fails.</summary>
/// <param name="doing">What was being done: <c>task start</c>, <c>running replay</c>, <c>task run</c>.</param>
internal sealed class ReplayException(string doing, string why) : Exception($"{doing}: {why}");
