globalThis.attacheIndex=[["","Home",[],[],[["","",[["p-f4854a12","A page."]]]]],["page/","A page & more",[],[],[["","",[["p-52e3e73b","Its text."]]]]]];
