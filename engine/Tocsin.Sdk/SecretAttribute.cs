namespace Tocsin.Sdk;

/// <summary>Marks an option whose value is never shown: not in logs, not by the API, not in errors.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
