namespace Tocsin.Dsl.Binding;

/// <summary>Keeps a public settable property of a node out of scripts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotInScriptAttribute : Attribute;
