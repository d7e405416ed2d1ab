namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>What an option takes.</summary>
public enum OptionType
{
    Text,
    Flag,
    Integer,
    Float,

    /// <summary>A <see cref="TimeSpan"/>: a text such as <c>10s</c>, or whole nanoseconds; 0, or 1 ms and more.</summary>
    Duration,

    /// <summary>An absolute <see cref="System.Uri"/> with a scheme that the option takes.</summary>
    Address,
    Choice,

    /// <summary>An <see cref="Tocsin.Sdk.EventTemplate"/>, parsed when it is bound.</summary>
    Template,
    TextList,
    TextMap,

    /// <summary>Keys, each with a list of texts.</summary>
    TextListMap,
    TemplateList,
    TemplateMap,

    /// <summary>Values by key: texts, which are templates, numbers and truth values.</summary>
    ValueMap,

    /// <summary>A class with options of its own.</summary>
    Section,
    SectionList,

    /// <summary>Names with sections: a dictionary of such classes.</summary>
    SectionMap,
}
