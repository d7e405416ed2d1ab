namespace Tocsin.Server.Cli.Replays;

/// <summary>A request that was not sent.</summary>
internal sealed record CapturedRequest(string Method, string Url, string Body);
