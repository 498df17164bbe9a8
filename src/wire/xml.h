#pragma once
// Values as XML: the bodies of REST-XML, and the results of AWS Query.
#include <string>
#include <string_view>
#include <vector>

#include "shape/shape.h"
#include "wire/scalar.h"

namespace wire {

// S3's answer to a body that is not XML or not of the request's schema.
inline constexpr std::string_view kMalformedXml =
    "The XML you provided was not well-formed or did not validate against our published schema";

// Reads the root's attributes and elements into a structure. Namespaces and unknown elements are ignored. Document
// types, other entities than XML's five, and more than one root are refused, and so is what lacks a required element.
// `root`: the name the root must have; empty: any. Throws Malformed (MalformedXML).
void read_xml(const shape::Shape&, void* into, std::string_view body, std::string_view root);

inline constexpr std::string_view kXmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// Appends text with markup escaped. Control characters become character references, invalid UTF-8 U+FFFD.
void append_xml_text(std::string& out, std::string_view text);
void append_xml_element(std::string& out, std::string_view name, std::string_view text);

inline void open_xml(std::string& out, std::string_view name) { ((out += '<') += name) += '>'; }
inline void close_xml(std::string& out, std::string_view name) { ((out += "</") += name) += '>'; }
void open_xml_root(std::string& out, std::string_view name, std::string_view xml_namespace);   // empty: no xmlns

// The elements of a structure's members whose place is the body, without an element around them.
void write_xml_members(std::string& out, const shape::Shape&, const void* structure, TimeForm);

// A structure as the document's root, with the attributes among its members.
void write_xml_root(std::string& out, std::string_view name, std::string_view xml_namespace, const shape::Shape&,
                    const void* structure, TimeForm);

}  // namespace wire
