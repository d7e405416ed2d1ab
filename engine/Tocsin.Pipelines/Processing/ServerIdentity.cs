namespace Tocsin.Pipelines.Processing;

/// <summary>Who a server is.</summary>
/// <param name="Hostname">As configured.</param>
/// <param name="ClusterId">A UUID that the servers of a cluster share.</param>
/// <param name="ServerId">A UUID of this server, made when its data folder was.</param>
public sealed record ServerIdentity(string Hostname, string ClusterId, string ServerId);
