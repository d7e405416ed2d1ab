namespace Tocsin.Engine.Trust;

/// <summary>What the configuration lets definitions of others than administrators use of the server's machine.</summary>
public sealed record TrustRules(ExecTrustOptions Exec, CsharpTrustOptions Csharp, LogTrustOptions Log, VariableTrustOptions Variables);
