namespace Tocsin.Engine.Hosting.Replays;

/// <summary>A request that was not sent.</summary>
public sealed record CapturedRequest(string Method, string Url, string Body);
