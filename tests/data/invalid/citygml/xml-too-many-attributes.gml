<?xml version="1.0" encoding="UTF-8"?>
<!-- One defect: an element with 65 attributes. -->
<CityModel xmlns="http://www.opengis.net/citygml/2.0" xmlns:bldg="http://www.opengis.net/citygml/building/2.0" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
  <gml:metaDataProperty a0="1" a1="1" a2="1" a3="1" a4="1" a5="1" a6="1" a7="1" a8="1" a9="1" a10="1" a11="1" a12="1" a13="1" a14="1" a15="1" a16="1" a17="1" a18="1" a19="1" a20="1" a21="1" a22="1" a23="1" a24="1" a25="1" a26="1" a27="1" a28="1" a29="1" a30="1" a31="1" a32="1" a33="1" a34="1" a35="1" a36="1" a37="1" a38="1" a39="1" a40="1" a41="1" a42="1" a43="1" a44="1" a45="1" a46="1" a47="1" a48="1" a49="1" a50="1" a51="1" a52="1" a53="1" a54="1" a55="1" a56="1" a57="1" a58="1" a59="1" a60="1" a61="1" a62="1" a63="1" a64="1"/>
  <cityObjectMember>
    <bldg:Building gml:id="kelpo">
      <bldg:lod2Solid>
        <gml:Solid><gml:exterior><gml:CompositeSurface>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-1">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 0 25497000 6673008 0 25497010 6673008 0 25497010 6673000 0 25497000 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-2">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 6 25497010 6673000 6 25497010 6673008 6 25497000 6673008 6 25497000 6673000 6</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-3">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673000 0 25497010 6673000 0 25497010 6673000 6 25497000 6673000 6 25497000 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-4">
              <gml:exterior><gml:LinearRing><gml:posList>25497010 6673000 0 25497010 6673008 0 25497010 6673008 6 25497010 6673000 6 25497010 6673000 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-5">
              <gml:exterior><gml:LinearRing><gml:posList>25497010 6673008 0 25497000 6673008 0 25497000 6673008 6 25497010 6673008 6 25497010 6673008 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
          <gml:surfaceMember>
            <gml:Polygon gml:id="kelpo-6">
              <gml:exterior><gml:LinearRing><gml:posList>25497000 6673008 0 25497000 6673000 0 25497000 6673000 6 25497000 6673008 6 25497000 6673008 0</gml:posList></gml:LinearRing></gml:exterior>
            </gml:Polygon>
          </gml:surfaceMember>
        </gml:CompositeSurface></gml:exterior></gml:Solid>
      </bldg:lod2Solid>
    </bldg:Building>
  </cityObjectMember>
</CityModel>
