namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>A mention of the data in a template.</summary>
/// <param name="Path">Names and keys from the data down; at least one.</param>
/// <param name="Offset">Where it stands in the template.</param>
/// <param name="IsCondition">True when it is only asked whether it is there, or gone through.</param>
internal readonly record struct RootRead(string[] Path, int Offset, bool IsCondition);
