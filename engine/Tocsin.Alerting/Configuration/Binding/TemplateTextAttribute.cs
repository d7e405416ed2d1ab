namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Marks a text option whose handler fills in its <c>{{ }}</c> parts itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TemplateTextAttribute : Attribute;
