using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>A handler that an alert node has of its own.</summary>
/// <param name="Kind">Its kind; with its place among the node's handlers, it names the handler over restarts.</param>
public readonly record struct NodeHandler(string Kind, IAlertHandler Handler);
