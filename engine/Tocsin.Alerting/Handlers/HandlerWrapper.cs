using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Answers with the handler that is to stand in the place of one that was just made, where nothing is to be sent.</summary>
/// <param name="kind">The kind of the handler.</param>
/// <param name="target">Whose deliveries it makes.</param>
/// <param name="id">What it is called in its own lines.</param>
/// <param name="handler">The handler; whoever takes its place disposes it.</param>
public delegate IAlertHandler HandlerWrapper(HandlerKind kind, HandlerTarget target, string id, IAlertHandler handler);
