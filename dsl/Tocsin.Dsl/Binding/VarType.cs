namespace Tocsin.Dsl.Binding;

/// <summary>What a variable holds.</summary>
public enum VarType
{
    Bool,
    Int,
    Float,
    String,
    Duration,
    Regex,
    Lambda,
    List,
    Star,
}
