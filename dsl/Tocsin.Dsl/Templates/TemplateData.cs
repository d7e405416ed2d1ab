namespace Tocsin.Dsl.Templates;

/// <summary>
/// A record that a template reads fields of: the root that is rendered, or a value inside of it.
/// Field values are asked for one by one, so those that no template names cost nothing.
/// </summary>
public abstract class TemplateData
{
    public abstract TemplateShape Shape { get; }

    /// <summary>The value of the field with this index in <see cref="TemplateShape.Fields"/>.</summary>
    public abstract TemplateValue Field(int index);
}
