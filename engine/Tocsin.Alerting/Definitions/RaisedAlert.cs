namespace Tocsin.Alerting.Definitions;

/// <summary>The alerts that a node of a script raises, as far as the script alone names them.</summary>
/// <param name="Identity">The same for nodes whose alerts have the same topic and ids.</param>
/// <param name="Script">The task, or the file of a script that no task is made of yet; null when neither is known.</param>
/// <param name="Node">The node's name.</param>
public sealed record RaisedAlert(string Identity, string? Script, string Node);
